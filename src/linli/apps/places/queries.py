"""Questions about divisions."""

from linli.apps.places.models import Division
from linli.core import places
from linli.core.places import Gazetteer


def province_divisions(province: str) -> tuple[places.Division, ...]:
    """Return the cities and counties of a province, as its gazetteer is made of them."""
    levels = {Division.Level.CITY: places.Level.CITY, Division.Level.COUNTY: places.Level.COUNTY}
    rows = Division.objects.filter(code__startswith=province, level__in=list(levels))
    return tuple(
        places.Division(row.code, row.name, levels[Division.Level(row.level)], row.parent_id or "")
        for row in rows
    )


def gazetteer(province: str) -> Gazetteer:
    """Return the names of a province's cities and counties, ready for look-up by what people write."""
    name = Division.objects.filter(code=province).values_list("name", flat=True).first()
    return Gazetteer(province_divisions(province), province=name or "")


def counties_of(city: str) -> dict[str, Division]:
    """Return a city's counties by official name."""
    return {
        row.name: row
        for row in Division.objects.filter(parent_id=city, level=Division.Level.COUNTY)
    }


def names_down_to_counties() -> frozenset[str]:
    """Return the official names of all provinces, cities and counties."""
    found = Division.objects.filter(level__lte=Division.Level.COUNTY)
    return frozenset(found.values_list("name", flat=True))


def other_regions(province: str) -> tuple[str, ...]:
    """Return the names of all other provinces and their cities, short and full, longest first."""
    rows = Division.objects.filter(
        level__in=(Division.Level.PROVINCE, Division.Level.CITY)
    ).exclude(code__startswith=province)
    own = set(Division.objects.filter(code__startswith=province).values_list("name", flat=True))
    names = {
        name
        for row in rows
        for name in (row.name, _short(row.name))
        if len(name) > 1 and name not in own
    }
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def communities_of(county: str, *, is_sample: bool) -> list[Division]:
    """Return a county's communities in order of code: the invented ones or the real ones."""
    rows = Division.objects.filter(
        code__startswith=county, level=Division.Level.COMMUNITY, is_sample=is_sample
    )
    return list(rows.select_related("parent").order_by("code"))


def _short(name: str) -> str:
    for ending in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name
