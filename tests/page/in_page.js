// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is measured within a page. Each function runs in the browser, sees nothing outside itself, and returns a list of
// problems.
'use strict';

// Every picture has a role, a title and a description; every figure a table of its numbers that can be opened; no name
// became an element, and none ran.
function structure() {
    const problems = [];
    for (const svg of document.querySelectorAll('svg:not([aria-hidden="true"])')) {
        if (svg.getAttribute('role') !== 'img') problems.push('a picture without role');
        for (const part of ['title', 'desc'])
            if (!((svg.querySelector(`:scope > ${part}`) || {}).textContent || '').trim())
                problems.push(`a picture without ${part}`);
    }
    const figures = [...document.querySelectorAll('figure')];
    if (figures.length === 0) problems.push('no figure');
    for (const figure of figures) {
        const caption = (figure.querySelector('figcaption') || {}).textContent;
        const seen = [...figure.querySelectorAll('svg')].filter((s) => s.getBoundingClientRect().width > 0);
        if (seen.length !== 1) problems.push(`${caption}: ${seen.length} pictures are seen`);
        if (!figure.querySelector('details > summary')) problems.push(`${caption}: no details`);
        if (!figure.querySelector('details table td')) problems.push(`${caption}: no table`);
    }
    for (const region of document.querySelectorAll('.scroll'))
        if (region.tabIndex !== 0 || !region.getAttribute('aria-label'))
            problems.push('a table that cannot be scrolled by keyboard, or has no name');
    const foreign = 'script,img,iframe,object,embed,form,input,link,base,b[onclick]';
    for (const element of document.querySelectorAll(foreign)) problems.push(`a ${element.localName} element`);
    return problems;
}

// No text of a picture touches another or leaves the picture; nothing on the page is wider than its room, except within
// tables, which scroll.
function boxes() {
    const problems = [], slack = 1;
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth)
        problems.push(`the page is ${root.scrollWidth} px wide in ${window.innerWidth}`);
    for (const svg of document.querySelectorAll('svg')) {
        const box = svg.getBoundingClientRect();
        if (box.width === 0) continue;
        const title = (svg.querySelector('title') || {}).textContent;
        const texts = [...svg.querySelectorAll('text')].map((t) => ({words: t.textContent, box: t.getBoundingClientRect()}));
        if (box.left < -slack || box.right > window.innerWidth + slack) problems.push(`${title}: wider than the page`);
        texts.forEach((a, i) => {
            const {left, right, top, bottom} = a.box;
            if (left < box.left - slack || right > box.right + slack || top < box.top - slack || bottom > box.bottom + slack)
                problems.push(`${title}: "${a.words}" is cut (${left - box.left} to ${right - box.left} of ${box.width}, ` +
                    `${top - box.top} to ${bottom - box.top} of ${box.height})`);
            for (const b of texts.slice(i + 1)) {
                const wide = Math.min(right, b.box.right) - Math.max(left, b.box.left);
                const high = Math.min(bottom, b.box.bottom) - Math.max(top, b.box.top);
                // a line of text is less high than its box
                if (wide > slack && high > 3) problems.push(`${title}: "${a.words}" and "${b.words}" overlap by ${wide} × ${high}`);
            }
        });
        for (const line of svg.querySelectorAll('line.goal')) {
            const l = line.getBoundingClientRect();
            for (const {words, box: t} of texts)
                if (l.width < 2 && l.left > t.left && l.left < t.right && Math.min(l.bottom, t.bottom) - Math.max(l.top, t.top) > 3)
                    problems.push(`${title}: a line goes through "${words}"`);
        }
        for (const mark of svg.querySelectorAll('rect,circle,path,line')) {
            const m = mark.getBoundingClientRect();
            if (m.width === 0 && m.height === 0) continue;
            if (m.left < box.left - 3 || m.right > box.right + 3 || m.top < box.top - 3 || m.bottom > box.bottom + 3)
                problems.push(`${title}: a ${mark.localName} of class ${mark.getAttribute('class')} is cut`);
        }
    }
    for (const element of document.querySelectorAll('body,main,header,nav,section,h1,h2,h3,p,li,b,span,figcaption,div,summary')) {
        if (element.closest('svg,table')) continue;
        const scrolls = element.matches('.scroll') && getComputedStyle(element).overflowX === 'auto';
        if (!scrolls && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + slack)
            problems.push(`${element.localName} is cut: ${element.textContent.trim().slice(0, 60)} ` +
                `(${element.scrollWidth} in ${element.clientWidth})`);
        const style = getComputedStyle(element);
        if (style.textOverflow === 'ellipsis') problems.push(`${element.localName} shortens its text`);
    }
    return problems;
}

// Text in pictures has a contrast of at least 4.5 to what it stands on, marks of 3; also in the colours that this page
// happens not to use.
function contrast() {
    const problems = [];
    const probe = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = (colour) => {
        probe.fillStyle = colour;
        probe.fillRect(0, 0, 1, 1);
        return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (c) => {
        const [r, g, b] = c.map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a, b) => {
        const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
        return (bright + 0.05) / (dark + 0.05);
    };
    const style = getComputedStyle(document.documentElement);
    const variable = (name) => rgb(style.getPropertyValue(name).trim());
    const need = (least, front, back) => {
        const r = ratio(variable(front), variable(back));
        if (r < least) problems.push(`${front} on ${back}: ${r.toFixed(2)}, not ${least}`);
    };
    for (const text of ['--ink', '--soft', '--link']) need(4.5, text, '--paper');
    for (const q of [0, 1, 2, 3, 4]) need(4.5, q < 3 ? '--low' : '--high', `--q${q}`);
    need(4.5, '--ink', '--shade');
    for (const mark of ['--line', '--axis', '--ink', '--c0', '--c1', '--c2', '--c3', '--c4', '--c5', '--c6'])
        need(3, mark, '--paper');
    for (const area of ['--band', '--core']) {
        need(3, '--line', area); // the median lies on them,
        need(3, '--ink', area); // and a goal
    }
    // As drawn: what a class does to a colour.
    const paper = variable('--paper'), seen = new Set();
    for (const mark of document.querySelectorAll('svg .edge,svg .median,svg .goal,svg .axis,svg .whisker,svg text')) {
        const text = mark.localName === 'text', s = getComputedStyle(mark), colour = text ? s.fill : s.stroke;
        const share = Number(text ? s.fillOpacity : s.strokeOpacity) * Number(s.opacity);
        const name = mark.getAttribute('class'), key = `${name} ${colour} ${share}`;
        if (seen.has(key) || /\bt[0-9]\b/.test(name) || mark.getBoundingClientRect().height + mark.getBoundingClientRect().width === 0)
            continue;
        seen.add(key);
        const mixed = rgb(colour).map((c, i) => share * c + (1 - share) * paper[i]), r = ratio(mixed, paper);
        if (r < (text ? 4.5 : 3)) problems.push(`a ${mark.localName} of class ${name}: ${r.toFixed(2)}`);
    }
    return problems;
}

// On paper: no figure is divided or higher than a page, no table wider, and what cannot be clicked is not there.
function print(height) {
    const problems = [];
    for (const figure of document.querySelectorAll('figure')) {
        const title = figure.querySelector('figcaption').textContent;
        const svg = [...figure.querySelectorAll('svg')].find((s) => s.getBoundingClientRect().width > 0);
        const whole = svg.closest('div');
        const top = figure.getBoundingClientRect().top, end = whole.getBoundingClientRect().bottom;
        const kept = (e) => e && getComputedStyle(e).breakInside === 'avoid';
        if (!kept(whole) && !kept(figure)) problems.push(`${title}: may be divided`);
        if (end - top > height) problems.push(`${title}: is ${end - top} px high, the page ${height}`);
        // a figure that is kept whole but higher than a page is divided all the same, anywhere
        if (kept(figure) && !kept(whole) && figure.getBoundingClientRect().height > height)
            problems.push(`${title}: with its numbers ${figure.getBoundingClientRect().height} px high, the page ${height}`);
        if (getComputedStyle(figure.querySelector('figcaption')).breakAfter !== 'avoid')
            problems.push(`${title}: the caption may be left alone`);
    }
    for (const table of document.querySelectorAll('table')) {
        const box = table.getBoundingClientRect();
        if (box.width > 0 && box.right > window.innerWidth + 1)
            problems.push(`a table is cut: ${Math.round(box.right)} px of ${window.innerWidth}: ${table.textContent.trim().slice(0, 60)}`);
    }
    for (const hidden of document.querySelectorAll('nav,summary'))
        if (getComputedStyle(hidden).display !== 'none') problems.push(`${hidden.localName} is printed`);
    return problems;
}

// The tiles, and the table of marketing and sales, as they are read.
function numbers() {
    const cells = (row) => [...row.children].map((c) => c.textContent.trim());
    const heading = [...document.querySelectorAll('h3')].find((h) => h.textContent.startsWith('Marketing and sales together'));
    const table = heading && heading.parentElement.querySelector('table');
    return {
        tiles: [...document.querySelectorAll('.tiles li')].map((t) => ({
            number: t.querySelector('b').textContent,
            what: t.querySelector('span').textContent,
        })),
        head: table ? cells(table.querySelector('thead tr')) : [],
        rows: table ? [...table.querySelectorAll('tbody tr:not(.more)')].map(cells) : [],
    };
}

module.exports = {structure, boxes, contrast, print, numbers};
