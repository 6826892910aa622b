# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the shared library into the package: the one that $BIREME_LIBRARY names, else that of the checkout's release build."""
import os
import shutil
import sys

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.environ.get("BIREME_LIBRARY") or os.path.join(HERE, "..", "build", "release", "libbireme.so")


class BuildWithLibrary(build_py):
    def run(self):
        super().run()
        if not os.path.exists(LIBRARY):
            sys.exit(f"{os.path.normpath(LIBRARY)} is not there: build it with scripts/build release, or name it in BIREME_LIBRARY")
        # of the links libbireme.so, libbireme.so.0, … the file that they lead to
        shutil.copyfile(LIBRARY, os.path.join(self.build_lib, "bireme", "libbireme.so"))


class OfThisMachine(Distribution):
    def has_ext_modules(self):
        return True


setup(cmdclass={"build_py": BuildWithLibrary}, distclass=OfThisMachine)
