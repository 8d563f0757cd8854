"""The intervals where the operators have a derivative, from which checks draw their points."""

import math

LINE = (-math.inf, math.inf)
RAY = (0.0, math.inf)

POSITIVE = (RAY,)
ABOVE_ONE = ((1.0, math.inf),)
ABOVE_MINUS_ONE = ((-1.0, math.inf),)
UNIT = ((-1.0, 1.0),)
POSITIVE_BASE = (RAY, LINE)
