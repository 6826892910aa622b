# SPDX-License-Identifier: GPL-3.0-or-later
"""Would a program that was built with what is written down still run? moved.py WRITTEN-DOWN NOW, two outputs of
scripts/python-layout --record. Fields, constants and functions stay what they were; a new field begins after everything that was there, and
structures that programs have in arrays or variables of their own do not grow at all."""
import sys

CLOSED = ("bireme_error", "bireme_need", "bireme_index", "bireme_override", "bireme_given", "bireme_table_choice", "bireme_table_rate")


def read(name):
    with open(name, encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(" " if "(" not in line else ") ", 1) for line in file)


def complaints(old, new):
    for name, was in old.items():
        now = new.get(name)
        if now is None:
            yield f"{name} is gone"
        elif name.isidentifier() and was.isdigit():  # the size of a structure
            if int(now) < int(was) or (int(now) != int(was) and name in CLOSED):
                yield f"{name} has {now} bytes, and had {was}"
        elif now != was:
            yield f"{name} is {now}, and was {was}"
    for name, now in new.items():
        structure, _, field = name.partition(".")
        if name not in old and field and structure in old and int(now.split()[0]) < int(old[structure]):
            yield f"{name} is at {now.split()[0]}, in the {old[structure]} bytes that there were before it"


def main():
    old, new = read(sys.argv[1]), read(sys.argv[2])
    found = list(complaints(old, new))
    found += [f"{name} is not written down yet: tests/consumer/run-consumer.sh PROGRAM SOURCE --update" for name in new if name not in old]
    print("\n".join(found[:20]) if found else f"{len(old)} structures, fields, constants and functions are where they were")
    sys.exit(len(found) > 0)


def test():
    """What it complains of, on small examples."""
    old = {"a_options": "16", "a_options.size": "0 8", "a_options.x": "8 1", "bireme_need": "32", "F": "= 1", "f(c_int": "c_int"}
    for change, expected in (({}, 0), ({"a_options": "24", "a_options.y": "16 8"}, 0), ({"a_options.y": "9 1"}, 1), ({"a_options.x": "9 1"}, 1),
                             ({"bireme_need": "40"}, 1), ({"a_options": "8"}, 1), ({"F": "= 2"}, 1), ({"f(c_int": "c_bool"}, 1)):
        assert len(list(complaints(old, {**old, **change}))) == expected, change
    assert len(list(complaints(old, {}))) == len(old)


test()
main()
