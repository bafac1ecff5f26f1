"""Reads config/slo.yaml without a library: keys with two spaces a level, plain values, lists and maps in one line."""
import pathlib
from decimal import Decimal

FILE = pathlib.Path(__file__).resolve().parent.parent / "config" / "slo.yaml"


def value(text):
    if text.startswith("["):
        return [value(one.strip()) for one in text[1:-1].split(",")]
    if text.startswith("{"):
        return {name: value(one) for name, one in (pair.strip().split(": ") for pair in text[1:-1].split(","))}
    return text


def read():
    root, path = {}, []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("- "):
            path[-1][1].setdefault("rows", []).append(value(text[2:]))
            continue
        del path[(len(line) - len(text)) // 2:]
        key, _, rest = text.partition(":")
        made = value(rest.strip()) if rest.strip() else {}
        (path[-1][1] if path else root)[key] = made
        path.append((key, made))
    return root["slo"]


def limits(alert):
    """Rows of one alert: environment, above, for, severity, as they are written."""
    return [row for row in read()["alerts"]["rows"] if row["alert"] == alert]


def allowed(objective):
    """Share of requests that may go wrong, as 0.001."""
    return str((1 - Decimal(read()[objective]["target"])).normalize())


def percent(share):
    """0.001 as 0.1."""
    return format((Decimal(share) * 100).normalize(), "f")
