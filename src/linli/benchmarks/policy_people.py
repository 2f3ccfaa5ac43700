"""Made-up community workers in a Parquet file, from a seed: same seed and DuckDB, same bytes.

Only facts of the pay rules; no names, no ID numbers. The rows stream through DuckDB, so
ten million need no more memory than one.

Example: python -m linli.benchmarks.policy_people PEOPLE.parquet 1000000
"""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from linli.benchmarks.policy_peer import COMPRESSION, example_pack
from linli.core.policy import Pack
from linli.core.policy.pack import Input

# Of a hundred workers, how many have a code: made up, from no document.
_SHARES = {
    "education": {"none": 10, "college": 45, "bachelor": 40, "postgraduate": 5},
    "certificate": {"none": 60, "assistant": 25, "social_worker": 13, "senior": 2},
    "assessment": {"excellent": 15, "qualified": 80, "basic": 4, "unqualified": 1},
}

# A fact is drawn by the hash of seed, person and the fact's name; lists are drawn from evenly.
_DRAW = """
    CREATE TEMP MACRO draw(person, fact, size) AS
        (hash(concat_ws(' ', getvariable('seed'), person, fact)) % size::UBIGINT)::INTEGER;
    CREATE TEMP MACRO pick(person, fact) AS
        getvariable(fact)[1 + draw(person, fact, len(getvariable(fact)))];
"""
_PEOPLE = """
    WITH placed AS (
        SELECT range AS person, pick(range, 'county') AS county, pick(range, 'post') AS post
        FROM range(1, getvariable('size') + 1)
    )
    SELECT
        person,
        getvariable('city')[list_position(getvariable('county'), county)] AS city,
        county,
        post,
        getvariable('lowest')[list_position(getvariable('post'), post)]
            + draw(person, 'grade', getvariable('grades')[list_position(getvariable('post'), post)])
            AS grade,
        pick(person, 'star') AS star,
        pick(person, 'education') AS education,
        pick(person, 'certificate') AS certificate,
        pick(person, 'assessment') AS assessment
    FROM placed
"""


def make_people(*, pack: Pack, day: date, size: int, seed: int, out: Path) -> None:
    """Write ``size`` workers, each in a county of the pack and on a grade that the post allows."""
    variables = {"size": size, "seed": seed, **_lists(pack, day)}
    with duckdb.connect() as connection:
        connection.execute(_DRAW)
        for name, value in variables.items():
            connection.execute(f"SET VARIABLE {name} = $1", [value])
        connection.sql(_PEOPLE).write_parquet(str(out), compression=COMPRESSION)


def _lists(pack: Pack, day: date) -> dict[str, list[int] | list[str]]:
    cities = pack.table("city_of_county", day)
    lowest = pack.whole_table("post_lowest_grade", day)
    highest = pack.whole_table("post_highest_grade", day)
    posts = _numbers(pack.inputs["post"])
    return {
        "county": list(cities),
        "city": [str(city) for city in cities.values()],
        "post": posts,
        "lowest": [lowest[str(post)] for post in posts],
        "grades": [highest[str(post)] - lowest[str(post)] + 1 for post in posts],
        "star": _numbers(pack.inputs["star"]),
        **{fact: _codes(pack.inputs[fact], shares) for fact, shares in _SHARES.items()},
    }


def _numbers(fact: Input) -> list[int]:
    return list(range(fact.low, fact.high + 1))


def _codes(fact: Input, shares: Mapping[str, int]) -> list[str]:
    return [code for code in fact.choices for _ in range(shares.get(code, 1))]


if __name__ == "__main__":
    make_people(
        pack=example_pack(),
        day=date.today(),
        size=int(sys.argv[2]),
        seed=int(sys.argv[3]) if len(sys.argv) > 3 else 1,
        out=Path(sys.argv[1]),
    )
