"""`make bench`: registrations a second and pages, beside bare SQL, pages read a minute, a city's second start; tables for docs/measured.md.

`python -m bench [registrations|pages|reading|starting|moving|search|acts|sittings]
[--size 100000] [--small 10000] [--rounds 40] [--repeats 3]`;
the size of `search` is pages of files, of `acts` acts (7300 are ten years of orders), of
`sittings` decisions (12600 are ten years of monthly sittings)
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bench import acts, moving, pages, places, reading, registrations, search, sittings, starting

GOALS = {"registrations": 100.0, "share": 0.25, "sql": 1.5, "p95": 100.0, "growth": 1.3, "start": 30.0}


def main() -> int:
    """Measure what is asked for and print it; the goals that were missed are told at the end.

    :returns: 1 when a goal of registrations, pages or the second start was missed.
    """
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("what", nargs="*", default=["registrations", "pages", "reading", "starting"])
    parser.add_argument("--size", type=int, default=int(os.environ.get("SIZE") or 100_000))
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    wished = parser.parse_args()
    print(machine())
    found: dict[str, Any] = {"machine": machine()}
    if "starting" in wished.what:
        found["starting"] = starting_again(wished.repeats)
    with places.server() as cluster:
        if "registrations" in wished.what:
            found["registrations"] = registering(cluster, wished.size, wished.repeats)
        if "pages" in wished.what:
            found["pages"] = opening(cluster, wished.small, wished.size, wished.rounds)
        if "reading" in wished.what:
            found["reading"] = reading_pages(cluster)
        if "moving" in wished.what:
            found["moving"] = moving_in(cluster, wished.size)
        if "search" in wished.what:
            found["search"] = searching(cluster, wished.size, wished.rounds)
        if "acts" in wished.what:
            found["acts"] = opening_acts(cluster, wished.size, wished.rounds)
        if "sittings" in wished.what:
            found["sittings"] = opening_sittings(cluster, wished.size, wished.rounds)
    file = places.FOLDER / f"results-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\n{file}")
    misses = missed_goals(found)
    for one in misses:
        print(f"missed: {one}", file=sys.stderr)
    return 1 if misses else 0


def missed_goals(found: Mapping[str, Any]) -> list[str]:
    """Which goals of `GOALS` the figures miss: of the best run of registrations, of each page at full size, of the quickest start."""
    misses = []
    if (started := found.get("starting")) and (quickest := min(started["later"])) > GOALS["start"]:
        misses.append(f"second start {quickest} s, goal {GOALS['start']:.0f}")
    if runs := found.get("registrations"):
        best = max(run["action"]["a_second"] for run in runs)
        if best < GOALS["registrations"]:
            misses.append(f"registrations a second {best}, goal {GOALS['registrations']:.0f}")
        share = max(run["share"] for run in runs)
        if share < GOALS["share"]:
            misses.append(f"share of bare registrations {share:.0%}, goal {GOALS['share']:.0%}")
    if opened := found.get("pages"):
        sizes = sorted(opened, key=int)
        for before, now in zip(opened[sizes[0]], opened[sizes[-1]], strict=True):
            misses += [f"{now['page']}, {now['person']}: {one}" for one in _missed(before, now)]
    return misses


def _missed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The goals that a page misses, with what they came to."""
    figures = {
        "sql": now["sql"] / max(now["bare"], 0.1), "p95": now["p95"], "growth": now["sql"] / max(before["sql"], 0.1),
    }  # fmt: skip
    return [f"{name} {value:.2f}" for name, value in figures.items() if value > GOALS[name]]


def machine() -> str:
    """On what it was measured, when, and how busy the machine was."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def opening_acts(cluster: places.Cluster, size: int, rounds: int) -> list[dict[str, Any]]:
    """Register, board of visas and texts on a day over so many acts."""
    print(f"\n### Acts, {size} with relations and redactions\n")
    print("| page | person | statements | SQL ms | bare ms | p50 ms | p95 ms |\n|---|---|---|---|---|---|---|")
    rows = [asdict(one) for one in acts.measure(cluster, size, rounds)]
    for row in rows:
        print("| {page} | {person} | {statements} | {sql} | {bare} | {p50} | {p95} |".format(**row))
    return rows


def opening_sittings(cluster: places.Cluster, size: int, rounds: int) -> list[dict[str, Any]]:
    """Lists, the board, the console and papers over so many decisions of monthly sittings."""
    print(f"\n### Sittings, {size} decisions\n")
    print("| page | person | statements | SQL ms | bare ms | p50 ms | p95 ms |\n|---|---|---|---|---|---|---|")
    rows = [asdict(one) for one in sittings.measure(cluster, size, rounds)]
    for row in rows:
        print("| {page} | {person} | {statements} | {sql} | {bare} | {p50} | {p95} |".format(**row))
    return rows


def registering(cluster: places.Cluster, size: int, repeats: int) -> list[dict[str, Any]]:
    """Action and bare statements in turns, each time on a fresh copy."""
    print(f"\n### Registrations, {registrations.CLIENTS} clients, {size} documents\n")
    print("| run | action/s | p50 ms | p95 ms | bare/s | bare p50 ms | share of bare | statements | load |")
    print("|---|---|---|---|---|---|---|---|---|")
    rows = []
    for repeat in range(1, repeats + 1):
        speed = {}
        for mode in ("action", "bare"):
            database = places.clone(cluster, places.filled(cluster, size), "bench_registrations")
            speed[mode] = registrations.measure(cluster, database, mode)
            places.drop(cluster, database)
        action, bare = speed["action"], speed["bare"]
        share = action.a_second / bare.a_second
        rows.append({"action": asdict(action), "bare": asdict(bare), "share": share, "load": os.getloadavg()})
        print(
            f"| {repeat} | {action.a_second} | {action.p50} | {action.p95} | {bare.a_second} | {bare.p50} | {share:.0%} "
            f"| {action.statements} | {os.getloadavg()[0]:.1f} |",
            flush=True,
        )
    return rows


def starting_again(repeats: int) -> dict[str, Any]:
    """A city without the demo, started for the first time and again."""
    print("\n### A city's start\n\n| first s | later s | load |\n|---|---|---|")
    found = starting.measure(repeats)
    print(f"| {found.first} | {', '.join(map(str, found.later))} | {os.getloadavg()[0]:.1f} |", flush=True)
    return asdict(found)


def reading_pages(cluster: places.Cluster) -> list[dict[str, Any]]:
    """A scan read by one worker and by two, each time on a fresh copy."""
    print(f"\n### Pages read a minute, {reading.PAGES} pages of A5 at 200 dots an inch\n")
    print("| workers | pages/min | seconds | confidence | load |")
    print("|---|---|---|---|---|")
    rows = []
    for workers in (1, 2):
        database = places.clone(cluster, places.filled(cluster, 100), "bench_reading")
        figure = reading.measure(cluster, database, workers)
        places.drop(cluster, database)
        rows.append(asdict(figure) | {"load": os.getloadavg()})
        print(
            f"| {workers} | {figure.a_minute} | {figure.seconds} | {figure.confidence} % | {os.getloadavg()[0]:.1f} |",
            flush=True,
        )
    return rows


def moving_in(cluster: places.Cluster, rows: int) -> dict[str, Any]:
    """A workbook of open control with so many documents."""
    print(f"\n### Moving in, a workbook of {rows} documents\n")
    found = moving.measure(cluster, rows)
    print("| what | s | rows/s | processor s | of the server | rows a processor second |\n|---|---|---|---|---|---|")
    for what, seconds, busy, server in (
        ("looked through", found.looked_through, found.looked_through_busy, 0.0),
        ("brought in", found.brought_in, found.brought_in_busy, found.brought_in_server_busy),
    ):
        print(
            f"| {what} | {seconds} | {found.rows / seconds:.0f} | {busy} | {server} | {found.rows / (busy + server):.0f} |"
        )
    print(
        f"\n{found.rows} rows, workbook {found.workbook_mib} MiB; memory {found.peak_before_mib} MiB at first, "
        f"{found.peak_after_check_mib} after the look-through, {found.peak_mib} at most; load {os.getloadavg()[0]:.1f}"
    )
    return asdict(found)


def opening(cluster: places.Cluster, small: int, full: int, rounds: int) -> dict[str, Any]:
    """All pages at both sizes."""
    found = {}
    for size in (small, full):
        database = places.clone(cluster, places.filled(cluster, size), "bench_pages")
        found[size] = pages.measure(cluster, database, rounds)
        places.drop(cluster, database)
    _print_pages(found[small], found[full], small, full)
    return {str(size): [asdict(one) for one in figures] for size, figures in found.items()}


def searching(cluster: places.Cluster, size: int, rounds: int) -> list[dict[str, Any]]:
    """Search over so many pages of files."""
    figures = search.measure(cluster, size, rounds)
    print(f"\n### Search over {size} pages of files, load {os.getloadavg()[0]:.1f}\n")
    print(
        "| asked | who | found | page p50 ms | p95 | statements | SQL p50 ms | p95 | bare p50 ms | p95 | tantivy p50 ms | p95 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for one in figures:
        print(
            f"| {one.what} | {one.person} | {one.found} | {one.p50} | {one.p95} | {one.statements} | {one.sql50} | {one.sql95} "
            f"| {one.bare50} | {one.bare95} | {one.tantivy50} | {one.tantivy95} |"
        )
    return [asdict(one) for one in figures]


def _print_pages(small: Sequence[pages.Figure], full: Sequence[pages.Figure], few: int, many: int) -> None:
    print(f"\n### Pages, {few} and {many} documents, load {os.getloadavg()[0]:.1f}\n")
    print("| page | who | statements | SQL ms | bare ms | ratio | p50 ms | p95 ms | SQL ms, small | growth | missed |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for before, now in zip(small, full, strict=True):
        ratio, growth = now.sql / max(now.bare, 0.1), now.sql / max(before.sql, 0.1)
        missed = _missed(asdict(before), asdict(now))
        print(
            f"| {now.page} | {now.person} | {now.statements} | {now.sql} | {now.bare} | {ratio:.2f} | {now.p50} | {now.p95} "
            f"| {before.sql} | {growth:.2f} | {', '.join(missed)} |"
        )


if __name__ == "__main__":
    sys.exit(main())
