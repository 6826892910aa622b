// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers that a page shows against those of the answer in JSON.
'use strict';

const SCALE = {K: 1e3, M: 1e6, B: 1e9, T: 1e12};

// "-$1.17M" is −1.17 million, known to within half a unit of its last digit; trailing zeros before the point may be rounded.
function read(text) {
    const match = text.match(/^([-−]?)\D*?([\d,]+)(?:\.(\d+))?\s*([KMBT%])?/);
    if (!match) return null;
    const [, sign, whole, decimals = '', unit = ''] = match;
    const digits = whole.replace(/,/g, ''), scale = unit === '%' ? 0.01 : SCALE[unit] || 1;
    const zeros = decimals === '' ? digits.match(/0*$/)[0].length : 0;
    const last = decimals !== '' ? 10 ** -decimals.length : 10 ** (zeros === digits.length ? 0 : zeros);
    return {value: (sign ? -1 : 1) * Number(`${digits}.${decimals || 0}`) * scale, within: (last * scale) / 2};
}

function disagreements(seen, answer) {
    const problems = [];
    let compared = 0;
    const agree = (what, text, value) => {
        const shown = read(text);
        compared++;
        if (shown === null) problems.push(`${what}: "${text}" is no number, JSON has ${value}`);
        else if (!(Math.abs(shown.value - value) <= shown.within * (1 + 1e-9)))
            problems.push(`${what}: "${text}", JSON has ${value}`);
    };
    const range = (what, text, metric) => {
        const ends = text.split(/ to |–/);
        if (ends.length !== 2) problems.push(`${what}: "${text}" is no range`);
        else [metric.p10, metric.p90].forEach((value, i) => agree(what, ends[i], value));
    };

    const metrics = answer.metrics, money = metrics.revenue !== undefined;
    const subject = money ? metrics.revenue : metrics.wins;
    const tiles = seen.tiles.map((t) => t.number);
    agree('the first tile', tiles[0] || '', subject.mean);
    range('the second tile', tiles[1] || '', subject);
    if (answer.goal) agree('the tile of the goal', tiles[2] || '', answer.goal.probability);

    const nameOf = (who, kind) =>
        who === 'together' ? kind : who === 'earlier customers' ? `${kind}.opening` : `owner.${who}.${kind}`;
    const kinds = ['leads', 'wins', 'revenue'].filter((k) => seen.head.includes(k));
    if (kinds.length < (money ? 3 : 2)) problems.push(`the table of marketing and sales has the columns ${seen.head}`);
    for (const row of seen.rows) {
        for (const kind of kinds) {
            const at = seen.head.indexOf(kind), metric = metrics[nameOf(row[0], kind)];
            if (metric === undefined && row[at] === '') continue;
            if (metric === undefined) {
                problems.push(`${row[0]}, ${kind}: "${row[at]}", not in JSON`);
                continue;
            }
            agree(`${row[0]}, ${kind}`, row[at], metric.mean);
            range(`${row[0]}, ${kind}`, row[at + 1], metric);
        }
    }
    if (compared < 12) problems.push(`only ${compared} numbers were compared`);
    return problems;
}

module.exports = {disagreements};
