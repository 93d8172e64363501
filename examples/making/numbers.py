"""Made-up official numbers with right check digits."""

from __future__ import annotations

from graph.check_digits import org_check, uscc_check

# No county has a code that begins with 99 (GB/T 2260), so no number below can belong to a real firm or person.
REGION = "990100"
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))


def uscc(serial: int, region: str = REGION, opening: str = "91") -> str:
    """A unified social credit code (GB 32100-2015) whose organisation code is MA and six digits of the serial."""
    stem = f"MA{serial:06d}"
    code = f"{opening}{region}{stem}{org_check(stem)}"
    return code + uscc_check(code)


def resident(born: str, order: int, region: str = "999901") -> str:
    """A resident number (GB 11643) of nobody; born: YYYYMMDD, order: 1 to 999."""
    stem = f"{region}{born}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, _ID_WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


def account(serial: int) -> str:
    """A bank account number of 19 digits under a card prefix that no bank has."""
    return f"990099{serial:013d}"
