"""The intervals where operators have a derivative, and the numbers at their singular points."""

import math

INF = math.inf
NAN = math.nan

LINE = (-INF, INF)
RAY = (0.0, INF)

POSITIVE = (RAY,)
ABOVE_ONE = ((1.0, INF),)
ABOVE_MINUS_ONE = ((-1.0, INF),)
UNIT = ((-1.0, 1.0),)
POSITIVE_BASE = (RAY, LINE)
