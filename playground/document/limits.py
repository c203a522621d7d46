"""Every limit once, used by the editor, the builder and every reader alike."""

from typing import Final

MAX_LAYERS: Final = 64
MIN_UNITS: Final = 1
MAX_UNITS: Final = 512
MAX_WEIGHTS: Final = 2_000_000  # weights and biases of the whole network

MIN_POINTS: Final = 20
MAX_POINTS: Final = 10_000
MAX_OWN_POINTS: Final = 100_000
MIN_CLASSES: Final = 2
MAX_CLASSES: Final = 10
MAX_NAME: Final = 40  # characters of the name of a class or a column
MAX_RANGE: Final = 1e30  # of the numbers in a column, far enough from what float32 can hold
MAX_PAINTED: Final = 20_000  # own points that can be painted on: undo keeps them all
MAX_TABLE_BYTES: Final = 32 * 2**20
MAX_LINE: Final = 10_000  # characters of a row of a table
MAX_COLUMNS: Final = 64
MIN_TRAIN_PERCENT: Final = 10
MAX_TRAIN_PERCENT: Final = 90
MAX_NOISE_PERCENT: Final = 50
MIN_BALANCE_PERCENT: Final = 1
EVEN_BALANCE_PERCENT: Final = 50  # classes are as they come
MAX_BALANCE_PERCENT: Final = 99
MAX_FLIP_PERCENT: Final = 50
MAX_OUTLIER_PERCENT: Final = 50

MIN_LEARNING_RATE: Final = 1e-6
MAX_LEARNING_RATE: Final = 100.0
MAX_BATCH_SIZE: Final = MAX_POINTS
MAX_EPOCHS: Final = 1_000_000
MAX_GAIN: Final = 100.0
MAX_SEED: Final = 2**32 - 1

MAX_SHARE: Final = 0.999999  # of what has to stay below 1
MAX_STRENGTH: Final = 10.0  # of L1, L2 and weight decay
MIN_NORM: Final = 1e-6
MAX_NORM: Final = 1e6
MIN_EPS: Final = 1e-20
MIN_DELTA: Final = 1e-6
MAX_DELTA: Final = 1e6
MAX_DIVISOR: Final = 1e6

MAX_FILE_BYTES: Final = 128 * 2**20  # the largest network with all that its training remembers
MAX_MEMBERS: Final = 16  # of a file
MAX_TITLE: Final = 200  # characters
MAX_ABOUT: Final = 2_000
MAX_JSON_BYTES: Final = 8 * 2**20
MAX_JSON_DEPTH: Final = 32
MAX_DIGITS: Final = 25  # of a whole number in a file
MAX_SHARED_CHARACTERS: Final = 64_000
MAX_SHARED_JSON: Final = 2**20  # bytes, unpacked
MAX_TENSORS: Final = 4_096
MAX_TENSOR_HEADER: Final = 2**20  # bytes
MAX_TENSOR_SIDES: Final = 8
MAX_HISTORY: Final = 100_000  # evaluations
MAX_STEPS: Final = 2**53  # and epochs done, far more than anyone can train
MAX_SHARED_WEIGHTS: Final = 16_000  # characters, above which weights stay behind
MAX_LINK: Final = 4_000  # characters
