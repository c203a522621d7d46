"""How widgets look, in the colours of a theme: %(…)s names one of its fields, or an icon."""

from typing import Final

SHEET: Final = """
QWidget { font-size: 13px; }
QWidget#centre { background: %(canvas)s; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="muted"] { color: %(muted)s; font-size: 12px; }
QLabel[role="field"] { color: %(muted)s; font-size: 12px; font-weight: 500; }
QLabel[role="value"] { font-size: 13px; font-weight: 600; }
QLabel[role="counter"] { font-size: 20px; font-weight: 700; }
QLabel[role="logo"] { background: %(accent)s; border-radius: 8px; }
QLabel[role="bubble"] {
    background: %(surface)s; color: %(warning)s; border: 1px solid %(warning)s;
    border-radius: 7px; padding: 6px 9px; font-weight: 500;
}
QFrame[role="line"] { background: %(border)s; border: none; }
QLabel[role="number"] { font-size: 24px; font-weight: 600; }
QLabel[role="warning"] { color: %(warning)s; }
QFrame[role="card"] { background: %(surface)s; border: 1px solid %(border)s; border-radius: 8px; }
QPushButton, QToolButton, QComboBox, QLineEdit {
    background: %(sunken)s; border: 1px solid %(border)s; border-radius: 7px;
    padding: 5px 10px; min-height: 20px; max-height: 20px; color: %(text)s;
}
QPushButton, QToolButton { font-weight: 600; outline: none; }
QComboBox, QLineEdit { font-weight: 500; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: %(hover)s; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: %(hover)s; }
QPushButton:checked { background: %(hover)s; border-color: %(accent)s; color: %(accent)s; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled {
    color: %(muted)s;
}
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus {
    border: 2px solid %(focus)s; padding: 4px 9px;
}
QPushButton[role="primary"], QToolButton[role="primary"] {
    background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s;
}
QPushButton[role="primary"]:disabled { background: %(hover)s; color: %(muted)s; border: none; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus {
    border: 2px solid %(text)s;
}
QToolButton[role="quiet"], QPushButton[role="quiet"] {
    background: transparent; border-color: transparent; font-weight: 500; color: %(muted)s;
    padding: 3px 6px;
}
QToolButton[role="quiet"]:hover, QPushButton[role="quiet"]:hover { background: %(hover)s; }
QToolButton[role="quiet"]:checked { color: %(text)s; }
QPushButton[role="quiet"]:checked { background: %(hover)s; color: %(text)s; }
QToolButton[role="quiet"]:focus, QPushButton[role="quiet"]:focus {
    border: 2px solid %(focus)s; padding: 2px 5px;
}
QPushButton[arrow="true"] { padding-right: 26px; }
QPushButton[arrow="true"]:focus { padding-right: 25px; }
QPushButton[bare="true"] { padding-left: 4px; padding-right: 4px; }
QPushButton::menu-indicator { image: none; }
QLineEdit[quiet="true"] { background: transparent; color: %(muted)s; }
QComboBox { padding-right: 2px; } QComboBox:focus { padding-right: 1px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus {
    background: transparent; border: none; padding: 0; min-height: 0; max-height: 1000px;
}
QComboBox::drop-down { border: none; width: 22px; } QComboBox::down-arrow { image: none; }
QFileDialog QComboBox::down-arrow { image: url("%(chevron)s"); width: 10px; }
QFileDialog #backButton { qproperty-arrowType: LeftArrow; }
QFileDialog #forwardButton { qproperty-arrowType: RightArrow; }
QFileDialog #toParentButton { qproperty-arrowType: UpArrow; }
QPlainTextEdit[role="field"], QListWidget {
    background: %(sunken)s; border: 1px solid %(border)s; border-radius: 7px; padding: 4px 6px;
}
QListWidget::item { padding: 7px 9px; border-radius: 5px; color: %(text)s; }
QPlainTextEdit[role="field"]:focus, QListWidget:focus {
    border: 2px solid %(focus)s; padding: 3px 5px; outline: none;
}
QPlainTextEdit {
    font-size: 12px; background: transparent; border: none;
    selection-background-color: %(accent)s;
}
QComboBox QAbstractItemView {
    background: %(surface)s; border: none; outline: none;
    selection-background-color: %(hover)s; selection-color: %(text)s; padding: 4px;
}
QComboBox QAbstractItemView::item {
    min-height: 26px; padding: 0 8px; border-radius: 5px; color: %(text)s;
}
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected,
QListWidget::item:selected { background: %(hover)s; }
QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: %(border)s; border-radius: 2px; }
QSlider::sub-page:horizontal { background: %(accent)s; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -6px 0; border-radius: 8px;
    background: %(surface)s; border: 2px solid %(accent)s;
}
QSlider::handle:horizontal:focus { background: %(accent)s; border-color: %(text)s; }
QSlider::sub-page:horizontal:disabled { background: %(border)s; }
QSlider::handle:horizontal:disabled { border-color: %(border)s; }
QMenu { background: %(surface)s; border: 1px solid %(border)s; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 14px; border-radius: 4px; }
QMenu::item:selected, QMenuBar::item:selected { background: %(hover)s; color: %(text)s; }
QMenu::item:disabled { color: %(muted)s; }
QMenu::separator { height: 1px; background: %(border)s; margin: 4px 8px; }
QFrame[role="popup"] { background: %(surface)s; border: 1px solid %(border)s; border-radius: 8px; }
QMenuBar { background: %(surface)s; border-bottom: 1px solid %(border)s; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip {
    background: %(surface)s; color: %(text)s; border: 1px solid %(border)s;
    padding: 4px; font-size: 13px;
}
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: %(border)s; border-radius: 4px; min-height: 24px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: %(border)s; border-radius: 4px; min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView { border: 1px solid %(border)s; } QTableView::corner { background: %(surface)s; }
QTableView::item { padding: 0 14px 0 8px; }
QHeaderView, QTableView QTableCornerButton::section { background: %(surface)s; border: none; }
QHeaderView::section {
    background: %(surface)s; color: %(muted)s; border: none; border-bottom: 1px solid %(border)s;
    padding: 5px 14px 5px 8px; font-weight: 500;
}
QHeaderView::section:vertical { border-bottom: none; padding: 0 8px; }
"""  # at the right there is room for the arrow of the sorted column
