# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a C program that says where the structures and constants of _layout.py differ from the headers: layout.py SOURCE >layout.c."""
import ctypes
import os
import runpy
import sys

layout = runpy.run_path(os.path.join(sys.argv[1], "python", "bireme", "_layout.py"))
print('#include <bireme/bireme.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void)\n{\n    int wrong = 0, checked = 0;')
# what may grow is handed out by pointer, alone: not by value, not within another (docs/library.md)
CLOSED = ("bireme_error", "bireme_need", "bireme_index", "bireme_override", "bireme_given", "bireme_table_choice", "bireme_table_rate")
by_value = [f"{s.__name__}.{name}" for s in layout["STRUCTURES"] for name, kind in s._fields_
            if issubclass(kind, ctypes.Structure) and kind.__name__ not in CLOSED]
by_value += [name for name, (result, arguments) in layout["FUNCTIONS"].items()
             if any(isinstance(kind, type) and issubclass(kind, ctypes.Structure) for kind in [result, *arguments])]
if by_value:
    sys.exit(f"by value, and so it could not grow: {', '.join(by_value)}")
for structure in layout["STRUCTURES"]:
    name = structure.__name__
    print(f'    if (sizeof({name}) != {ctypes.sizeof(structure)}) wrong++, puts("sizeof {name}");')
    for field, _ in structure._fields_:
        f = getattr(structure, field)
        print(f'    checked++; if (offsetof({name}, {field}) != {f.offset} || sizeof((({name} *)0)->{field}) != {f.size}) wrong++, puts("{name}.{field}");')
for name, number in layout.items():
    if name.startswith("BIREME_"):
        print(f'    checked++; if ({name} != {number}) wrong++, puts("{name}");')
for name in layout["FUNCTIONS"]:
    print(f"    checked += {name} != NULL;")
print('    printf("%d fields, constants and functions checked\\n", checked);\n    return wrong > 0;\n}')
