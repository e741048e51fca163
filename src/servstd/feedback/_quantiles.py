"""Quantiles that exact intervals need: of the beta, gamma and t distributions; and the binomial distribution itself.

*Rule:* the standard library only. A quantile is found by halving, on a distribution function that is computed by series and
continued fractions to about 1e-13; a continued fraction stops when a step no longer changes it.

Example:
    >>> round(t_quantile(0.975, 10), 4), round(beta_quantile(0.5, 3, 3), 6), round(gamma_quantile(0.95, 1), 4)
    (2.2281, 0.5, 2.9957)
    >>> round(binomial_at_most(2, 10, 0.5), 5)
    0.05469
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt

__all__ = ["beta_quantile", "binomial_at_most", "gamma_quantile", "t_quantile"]

_TINY = 1e-300
_NEAR = 1e-16


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the x with I_x(a, b) = p."""
    return _halve(lambda x: _beta(x, a, b), p, 0.0, 1.0)


def gamma_quantile(p: float, shape: float) -> float:
    """Return the x with P(shape, x) = p, the scale being 1."""
    top = shape + 1
    while _gamma(top, shape) < p:
        top *= 2
    return _halve(lambda x: _gamma(x, shape), p, 0.0, top)


def t_quantile(p: float, freedom: float) -> float:
    """Return Student's t quantile for p from 0.5 on, by t^2 / (freedom + t^2) being beta(1/2, freedom/2)."""
    x = beta_quantile(2 * p - 1, 0.5, freedom / 2)
    return sqrt(freedom * x / (1 - x))


def binomial_at_most(r: int, n: int, p: float) -> float:
    """Return the chance of at most r in n."""
    if r < 0:
        return 0.0
    return 1.0 if r >= n else _beta(1 - p, n - r, r + 1)


def _halve(function: Callable[[float], float], p: float, low: float, high: float) -> float:
    middle = (low + high) / 2
    while low < middle < high and high - low > 1e-15 * high:
        if function(middle) < p:
            low = middle
        else:
            high = middle
        middle = (low + high) / 2
    return middle


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, 0 < x < 1 (NIST DLMF 8.17.22, and 8.17.4 for the far side)."""
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction by Lentz's method, as modified by Thompson and Barnett (J. Comput. Phys. 64, 1986)."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    found, change, m = d, 2.0, 1
    while abs(change - 1) > _NEAR:
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _off_zero(1 + even * d), _off_zero(1 + even / c)
        found *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _off_zero(1 + odd * d), _off_zero(1 + odd / c)
        change = d * c
        found *= change
        m += 1
    return found


def _gamma(x: float, shape: float) -> float:
    """Return the regularised lower incomplete gamma function, x above 0 (NIST DLMF 8.11.4; 8.9.2 for large x)."""
    front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        k = shape
        while term > total * _NEAR:
            k += 1
            term *= x / k
            total += term
        return front * total
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    found, change, m = d, 2.0, 1
    while abs(change - 1) > _NEAR:
        a = -m * (m - shape)
        b += 2
        d, c = 1 / _off_zero(a * d + b), _off_zero(b + a / c)
        change = d * c
        found *= change
        m += 1
    return 1 - front * found


def _off_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
