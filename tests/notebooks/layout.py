# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a C program that says where the module's structures differ from the headers: layout.py SOURCE >layout.c."""
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], "notebooks"))
import bireme  # noqa: E402

print('#include <bireme/bireme.h>\n#include <stddef.h>\n#include <stdio.h>\nint main(void)\n{\n    int wrong = 0, checked = 0;')
for structure in bireme.STRUCTURES:
    name = structure._c_name
    import ctypes
    print(f'    if (sizeof({name}) != {ctypes.sizeof(structure)}) wrong++, puts("sizeof {name}");')
    for field, _ in structure._fields_:
        f = getattr(structure, field)
        print(f'    checked++; if (offsetof({name}, {field}) != {f.offset} || sizeof((({name} *)0)->{field}) != {f.size}) wrong++, puts("{name}.{field}");')
print('    printf("%d fields checked\\n", checked);\n    return wrong > 0;\n}')
