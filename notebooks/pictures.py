# SPDX-License-Identifier: GPL-3.0-or-later
"""How the notebooks' pictures look: colours that everyone can tell apart (Okabe and Ito), money on the axes, no ornaments."""
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter, PercentFormatter

BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#6B7280"

plt.rcParams.update({
    "figure.dpi": 90, "savefig.dpi": 90, "figure.figsize": (8, 3.6), "figure.constrained_layout.use": True,
    "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": "#E1E5EA", "axes.axisbelow": True,
    "legend.frameon": False})


def dollars(x, decimals=None):
    """"$4.42M", "-$260K", "$950"."""
    size = abs(x)
    for unit, name in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if size >= 0.9995 * unit:
            digits = decimals if decimals is not None else 2 if name != "K" and size < 9.995 * unit else 0 if name == "K" else 1
            return f"{'-' if x < 0 else ''}${size / unit:.{digits}f}{name}"
    return f"{'-' if x < 0 else ''}${size:.0f}"


def money_axis(axis):
    """Money on an axis, as short as its ticks allow."""
    def short(x, _):
        text = dollars(x, 2)
        return text[:-1].rstrip("0").rstrip(".") + text[-1] if text[-1] in "KMB" else text
    axis.set_major_formatter(FuncFormatter(short))


def share_axis(axis):
    """Shares from 0 to 1 as per cent on an axis."""
    axis.set_major_formatter(PercentFormatter(1, decimals=0))
