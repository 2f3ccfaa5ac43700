"""Parquet columns in and out for the peers: text codes as indices, one kind of output file."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from linli.benchmarks.policy_peer import COMPRESSION, MEASURES

Array: TypeAlias = npt.NDArray[Any]

TEXTS = ["city", "county", "education", "certificate", "assessment"]
NUMBERS = ["post", "grade", "star"]
_SCHEMA = pa.schema([(name, pa.int64()) for name in ("person", *MEASURES)])


def looked_up(column: pa.ChunkedArray, entry: Callable[[str], Any], kind: Any) -> Array:
    """Return ``entry`` of each code of a dictionary-encoded column; it is asked once a code."""
    codes = column.chunk(0)
    entries = np.array([entry(code) for code in codes.dictionary.to_pylist()], kind)
    return np.asarray(entries[codes.indices.to_numpy()])


def totals_by_county(
    county: pa.ChunkedArray, measures: Sequence[Array]
) -> dict[str, tuple[int, ...]]:
    """Add up fen by county. Doubles hold such sums exactly, far below 2**53."""
    codes = county.chunk(0).indices.to_numpy().astype(np.intp)
    names = county.chunk(0).dictionary.to_pylist()
    sums = np.array([np.bincount(codes, weights=fen, minlength=len(names)) for fen in measures])
    return {name: tuple(map(int, sums[:, place])) for place, name in enumerate(names)}


@contextmanager
def output(out: Path | None) -> Iterator[pq.ParquetWriter | None]:
    """Open the output, or nothing. Of the encodings that every engine reads, this costs least."""
    if out is None:
        yield None
        return
    encodings = dict.fromkeys(_SCHEMA.names, "DELTA_BINARY_PACKED")
    with pq.ParquetWriter(
        out, _SCHEMA, compression=COMPRESSION, use_dictionary=False, column_encoding=encodings
    ) as sink:
        yield sink
