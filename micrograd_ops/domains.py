"""The intervals where the operators have a derivative, and what their singular values are made of."""

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
