"""How the plots write numbers."""

NOTHING = "–"


def signed(value: float, decimals: int = 2) -> str:
    """+0.84 or −0.84, with the real minus sign."""
    return f"{value:+.{decimals}f}".replace("-", "−")


def percent(fraction: float) -> str:
    """0.026 as "2.60 %"; what is not finite as a dash."""
    return f"{100.0 * fraction:.2f} %" if _finite(fraction) else NOTHING


def rounded(value: float) -> str:
    """Four digits that count, with the real minus sign: 5.1, −12,340, 2.5e−07."""
    return f"{float(f'{value:.4g}'):,.10g}".replace("-", "−")


def score(value: float) -> str:
    """R² in three decimals; far below 0, where they say nothing, in three digits."""
    if not _finite(value):
        return NOTHING
    return (f"{value:.3f}" if value > -10.0 else f"{value:.3g}").replace("-", "−")


def loss(value: float) -> str:
    """0.0713, 12.3 or 2.1e−05: what matters of a loss in at most seven characters."""
    if not _finite(value):
        return NOTHING
    if value != 0.0 and not 0.001 <= abs(value) < 1000.0:
        return f"{value:.1e}".replace("-", "−")
    return f"{value:.4f}" if abs(value) < 10.0 else f"{value:.3g}"


def counted(number: int, word: str) -> str:
    """1 point, 2,000 points."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _finite(value: float) -> bool:
    return abs(value) < float("inf")
