"""A run of its own that reads a folder of mails into a record and then writes the result; a test kills it.

``python -m tests.apps.reading_run MAILS RECORD NOTES RESULT WORKERS``
"""

import json
import sys
from pathlib import Path

from linli.apps.intake.reading_record import ReadingRecord
from linli.apps.intake.readings import read_mails
from linli.apps.intake.workers import Workers
from linli.core.intake.mailbox import open_mailbox
from tests.apps.made_readers import noting


def main(mails: str, record: str, notes: str, result: str, count: str) -> None:
    workers = Workers(noting, {"folder": notes}, count=int(count))
    with ReadingRecord(Path(record), version="1") as kept:
        found = read_mails(open_mailbox(Path(mails)), workers, record=kept)
        texts = {reading.name: reading.facts for reading in found}
        Path(result).write_text(json.dumps(texts, sort_keys=True), encoding="utf-8")
        kept.remove()


if __name__ == "__main__":
    main(*sys.argv[1:])
