"""`python -m bench`: start the servers, measure in interleaved slices, print the table, exit 1 when a gate fails."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.progress import track

from bench.client import Connection, Crowd
from bench.cpu import Meter
from bench.lines import ORDER_FLOOR, READ_FLOOR, Line, Shopping, asking, page_400, read_lines
from bench.money import BURST_NAME, Burst, Till, posting_lines
from bench.people import People
from bench.report import Slice, machine, page, rows_of, show
from bench.servers import FLOOR_SERVER, SERVERS, THREADS, WORKERS, Bench, Server
from config.local import places
from config.local.places import LocalServiceError

DOCUMENT = places.ROOT / "docs" / "performance.md"
WARM_UP_SECONDS = 0.4
MILLION = 1_000_000
NOTICE_PRODUCTS = 200
GROWTH = 1.5  # the highest cost of a read on a larger catalogue, as a ratio to 10,000 products


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument(
        "--large", type=int, default=200_000, help="products of the second database (default %(default)s)"
    )
    parser.add_argument(
        "--skip-large", action="store_true", help="do not measure whether cost grows with the catalogue"
    )
    parser.add_argument("--million", action="store_true", help="measure the reads on a million products, too")
    parser.add_argument("--server", choices=sorted(SERVERS), default="granian")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a slice (default %(default)s)")
    parser.add_argument("--only", default="", help="measure the lines with this text in their names; writes no page")
    parser.add_argument("--state", type=Path, default=places.ROOT / ".serai" / "bench", help="servers, logs, database")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--no-gate", action="store_true", help="exit 0 whatever the figures say")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        with Bench(options.state.resolve(), options.server).running() as bench:
            return measure(bench, options)
    except LocalServiceError as error:
        Console(stderr=True).print(f"bench: {error}")
        return 2


def measure(bench: Bench, options: argparse.Namespace) -> int:
    small = bench.database("serai_bench", products=options.products, members=40, orders=options.products)
    servers = {
        "serai": bench.serve("serai", "config.wsgi:application", small),
        "cached": bench.serve("cached", "config.wsgi:application", small, CATALOG_CACHE_SECONDS="15"),
        "floor": bench.serve("floor", "bench.floor:application", small, kind=FLOOR_SERVER),
        "floor-same": bench.serve("floor-same", "bench.floor:application", small),
        "books": bench.serve("books", "bench.posting:application", small, kind=FLOOR_SERVER),
    }
    lines = [
        Line(READ_FLOOR, "floor", asking("/")),
        Line(f"the same under {options.server}", "floor-same", asking("/")),
    ]
    lines += read_lines(server="serai", slugs=_slugs(small), page_400=_page_400(servers["serai"]))
    lines.append(Line("product list, cached", "cached", asking("/api/catalog/products/"), gate=0.6, aim=0.45))
    shopping = Shopping(_offers(small))
    lines += shopping.lines("serai", "floor")
    lines.append(Till(shopping, bench.gateway_port).line("serai"))
    lines += posting_lines("books")
    lines.append(_burst(bench, servers, options).line())
    lines += People.of(bench.env(small)).lines("serai")
    if not options.skip_large:
        large = bench.database(
            "serai_bench_large", products=options.large, stores=10_000, members=400, orders=options.large
        )
        servers["large"] = bench.serve("large", "config.wsgi:application", large)
        suffix = f", {options.large:,} products"
        lines += _read_lines(servers["large"], suffix)
        lines += People.of(bench.env(large)).lines("large", suffix=f", {options.large:,} rows")
    if options.million:
        million = bench.database("serai_bench_million", products=MILLION, members=40, orders=options.products)
        servers["million"] = bench.serve("million", "config.wsgi:application", million)
        suffix = f", {MILLION:,} products"
        lines += _read_lines(servers["million"], suffix)
        lines += People.of(bench.env(million)).lines("million", suffix=suffix)
    shown = [line for line in lines if options.only in line.name]
    statements = count_statements(shown, bench.env(small))
    run(shown, {line.name: line for line in lines}, servers, options)
    rows = rows_of(shown, statements)
    notes = _notes(servers, options)
    show(rows, notes)
    if options.write and not options.only:
        command = f"python -m bench {shlex.join(sys.argv[1:])}"
        when = datetime.now(UTC).strftime("%Y-%m-%d")
        DOCUMENT.write_text(page(rows, notes, command=command, place=machine(_version(small)), when=when))
    return 0 if options.no_gate or all(row.is_passed for row in rows) else 1


def _burst(bench: Bench, servers: dict[str, Server], options: argparse.Namespace) -> Burst:
    """On a database of its own, where no other line leaves messages to be handled."""
    own = bench.database("serai_bench_notices", products=NOTICE_PRODUCTS)
    servers["notices"] = bench.serve("notices", "config.wsgi:application", own)
    if options.only in BURST_NAME:
        bench.work_for(servers["notices"])
    return Burst(Till(Shopping(_offers(own)), bench.gateway_port), servers["notices"])


def _read_lines(server: Server, suffix: str) -> list[Line]:
    """The reads of a larger catalogue, against the floor and against themselves on the small one."""
    slugs, far = _slugs(server.database_url), _page_400(server)
    lines = read_lines(server=server.name, slugs=slugs, page_400=far, suffix=suffix)
    grown = [
        Line(f"{line.name}, to 10,000", line.server, line.prepare, floor=line.name.removesuffix(suffix), gate=GROWTH)
        for line in lines
        if not line.name.startswith("search, two common words")  # bounded by its candidates: the floor says enough
    ]
    return lines + grown


def run(lines: list[Line], floors: dict[str, Line], servers: dict[str, Server], options: argparse.Namespace) -> None:
    """A slice of every line in every round, each right after one of its floor, so that a slow moment meets both."""
    meters = {server.database_url: Meter(server.database_url) for server in servers.values()}

    def sliced(line: Line) -> Slice:
        server = servers[line.server]
        return _slice(line, server, meters[server.database_url], options.seconds)

    for number in track(range(options.rounds + 1), description="Rounds", console=Console(stderr=True)):
        for line in lines:
            before = [sliced(floors[line.floor])] if line.floor != line.name else []
            found = sliced(line)
            if number > 0:  # the first round warms caches and plans
                line.floors += before
                line.results.append(found)
    for meter in meters.values():
        meter.close()


def _slice(line: Line, server: Server, meter: Meter, seconds: float) -> Slice:
    with closing(Connection(server.port)) as connection:
        job = line.prepare(connection)
    crowd = Crowd(server.port, line.people)  # not before: a server closes connections that wait
    try:
        if not line.times:
            crowd.for_seconds(job, WARM_UP_SECONDS)
        pids = server.pids()
        meter.start(pids)
        load = crowd.times(job, line.times) if line.times else crowd.for_seconds(job, seconds)
        if line.after is not None:
            line.after()
        used = meter.stop(pids)
    finally:
        crowd.close()
    return Slice(used.per(load.count), load)


def count_statements(lines: list[Line], env: dict[str, str]) -> dict[str, int]:
    """How many SQL statements one request of each line takes, asked through the whole stack in this process."""
    os.environ.update(env | {"LOG_LEVEL": "warning"})
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    class Counting(Client):
        """`count()` forgets what preparations took."""

        start = 0

        def count(self) -> None:
            self.start = len(connection.queries_log)

    found: dict[str, int] = {}
    for line in lines:
        if line.statements is None:
            continue
        client: Any = Counting(SERVER_NAME="127.0.0.1")
        with CaptureQueriesContext(connection) as taken:
            connection.queries_log.clear()
            line.statements(client)
            queries = list(taken.connection.queries_log)[client.start :]
        found[line.name] = sum(not _is_bookkeeping(query["sql"]) for query in queries)
    connection.close()
    return found


def _is_bookkeeping(sql: str) -> bool:
    return sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET "))


def _page_400(server: Server) -> str:
    connection = Connection(server.port)
    try:
        return page_400(connection)
    finally:
        connection.close()


def _slugs(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT slug FROM catalog_product WHERE slug LIKE 'bulk-%' ORDER BY slug LIMIT 500")
        return [slug for (slug,) in rows]


def _offers(url: str) -> dict[str, list[str]]:
    """Offers with plenty of stock, by store."""
    offers: dict[str, list[str]] = defaultdict(list)
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT i.store_id, i.id FROM marketplace_storeitem i JOIN marketplace_stock k ON k.item_id = i.id "
            "JOIN floor_item f ON f.id = i.id WHERE i.is_active AND k.stock - k.reserved > 1000 ORDER BY i.id"
        )
        for store, item in rows:
            offers[str(store)].append(str(item))
    return dict(offers)


def _version(url: str) -> str:
    with psycopg.connect(url) as connection:
        return f"{connection.info.server_version // 10_000}"


def _notes(servers: dict[str, Server], options: argparse.Namespace) -> list[str]:
    serai = servers["serai"]
    return [
        (
            f"Serai under {options.server}, floors under {FLOOR_SERVER}, {WORKERS} workers × {THREADS} threads each; "
            f"{options.products:,} products in 125 categories, "
            f"{options.rounds} rounds of {options.seconds:g} s slices, 16 connections for reads, 8 for orders."
        ),
        (
            f"Memory of a worker, fresh → loaded: {serai.fresh_mib:.0f} → {serai.worker_mib():.0f} MiB "
            f"(floor {servers['floor'].fresh_mib:.0f})."
        ),
        (
            f"Cold start to the first answer: {serai.cold_start_seconds:.1f} s "
            f"(floor {servers['floor'].cold_start_seconds:.1f} s)."
        ),
        f"The floors are “{READ_FLOOR}” for reads and “{ORDER_FLOOR}” for the cart and the checkout.",
    ]


if __name__ == "__main__":
    sys.exit(main())
