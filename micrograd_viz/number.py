"""Writes a number as micrograd's drawings do, where that hides nothing."""


def number(x: object) -> str:
    """Return `x` with four decimals; a number too small or too large for them, in powers of ten.

    >>> [number(x) for x in (0.881, -2, 0.0, 12345.678901)]
    ['0.8810', '-2.0000', '0.0000', '12345.6789']
    >>> [number(x) for x in (1e-10, -1e300, float("inf"), float("nan"), None)]
    ['1e-10', '-1e+300', 'inf', 'nan', 'None']
    """
    if not isinstance(x, int | float):
        return str(x)
    small_or_large = 0 < abs(x) < 0.00005 or 1e7 <= abs(x) < float("inf")
    return f"{x:.4g}" if small_or_large else f"{x:.4f}"
