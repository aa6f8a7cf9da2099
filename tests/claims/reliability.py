"""How reliable claims and their confidences are on labelled pages: run it, it is no test.

    python tests/claims/reliability.py --labels DIR --documents DIR [--labels DIR …]

Prints, for each group of `auditor.claims.confidence`, right claims and all claims on completely labelled pages; the
stated confidence against the true share in bins; and what became of tables: right or wrong, withheld, marked, neither.
A table is wrong where under 95 % of its claims on a labelled page are right, or over 5 % of its labels are missing.
"""

from __future__ import annotations

import argparse
import csv
import re
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

from auditor.claims import extract
from auditor.claims.confidence import Group, group_of
from auditor.claims.lines import as_object
from auditor.claims.subject import find_release
from auditor.documents import read
from auditor.records import Claim, Document
from auditor.registry import load

Row = dict[str, str]


def words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("τ", "tau")
    return set(re.findall(r"[^\W\d_]+|\d+", plain))


def value_key(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip().rstrip("%").strip()
    try:
        return str(Decimal(plain.replace(",", "")).normalize())
    except InvalidOperation:
        return re.sub(r"\s+", "", plain.lower())


def same(label: str, around: str, got: str, got_around: str) -> bool:
    """Every word of each label stands in the other label or in what is said around it."""
    one, other = words(label), words(got)
    squeezed = [re.sub(r"[\W_]", "", text.lower()) for text in (label, got)]
    return (one <= other | words(got_around) and other <= one | words(around)) or squeezed[0] == squeezed[1]


def labelled(folders: list[Path]) -> tuple[dict[str, list[Row]], dict[str, dict[str, str]]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    pages: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(p for folder in folders for p in folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if path.name.startswith("PAGES"):
                    pages[row["document"]][row["page"].strip()] = row["complete_origins"] or "table"
                else:
                    rows[row["document"]].append(row)
    return rows, pages


class Judged:
    """The claims of one document against its labels."""

    def __init__(self, document: Document, claims: list[Claim], rows: list[Row], pages: dict[str, str]) -> None:
        paged = document.pages is not None
        self.right: list[Claim] = []
        self.wrong: list[Claim] = []
        self.missed: Counter[tuple[str, str]] = Counter()
        self.rows: Counter[tuple[str, str]] = Counter()
        free = defaultdict(list)
        for row in rows:
            free[row["page"].strip() if paged else "", value_key(row["value"])].append(row)
            self.rows[row["page"].strip(), row["table"]] += 1
        used: list[int] = []
        for claim in claims:
            flat = as_object(claim, document)
            page = str(flat["page"]) if paged else ""
            said = f"{flat['setting']} {flat['caption']}"
            for row in free[page, value_key(claim.value)]:
                around = f"{row['setting']} {row['note']} {row['table']}"
                if id(row) not in used and all(
                    same(row[k], around, str(flat[k]), said) for k in ("model", "benchmark")
                ):
                    used.append(id(row))
                    self.right.append(claim)
                    break
            else:
                complete = pages.get(page) if paged else " ".join(pages.values())
                if complete and claim.origin.value in complete:
                    self.wrong.append(claim)
        for row in rows:
            if id(row) not in used and row["origin"] == "table":
                self.missed[row["page"].strip(), row["table"]] += 1


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--labels", type=Path, action="append", required=True)
    arguments.add_argument("--documents", type=Path, required=True)
    given = arguments.parse_args()
    rows, pages = labelled(given.labels)
    vocabulary = load().vocabulary()
    groups: dict[Group, Counter[bool]] = defaultdict(Counter)
    bins: dict[float, Counter[bool]] = defaultdict(Counter)
    tables: Counter[str] = Counter()
    for name in sorted({*rows, *pages}):
        document = read(given.documents / name)
        release = find_release((document,), vocabulary=vocabulary)
        extraction = extract(document, release, vocabulary)
        judged = Judged(document, list(extraction.claims), rows.get(name, []), pages[name])
        by_table: dict[int, Counter[bool]] = defaultdict(Counter)
        for right, claims in ((True, judged.right), (False, judged.wrong)):
            for claim in claims:
                groups[group_of(claim.found_by, claim.doubts, claim.model, claim.benchmark, vocabulary)][right] += 1
                bins[claim.confidence or 0.0][right] += 1
                if claim.found_by == "tables":
                    by_table[claim.block][right] += 1
        marked = {claim.block for claim in (*judged.right, *judged.wrong) if claim.doubts}
        for block, found in by_table.items():
            place = document.blocks[block].place
            key = (str(place.page or place.line), document.blocks[block].label)
            good = found[True] >= 0.95 * found.total() and judged.missed[key] <= 0.05 * max(1, judged.rows[key])
            tables[f"{'right' if good else 'wrong'}, {'marked' if block in marked else 'neither'}"] += 1
        for unread in extraction.unread:
            if str(unread.place.page or unread.place.line) in pages[name]:
                tables["withheld"] += 1
    print("group: right, all")
    for group in sorted(groups):
        print(f"    {group}: ({groups[group][True]}, {groups[group].total()}),")
    print("confidence stated: true share (claims)")
    for stated in sorted(bins):
        print(f"    {stated:.2f}: {bins[stated][True] / bins[stated].total():.3f} ({bins[stated].total()})")
    print("tables:", dict(sorted(tables.items())))


if __name__ == "__main__":
    main()
