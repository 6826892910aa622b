// SPDX-License-Identifier: GPL-3.0-or-later
//
// Looks at pages as people see them: browser.js CHROMIUM PAGE.html… Beside NAME.html, NAME.json is what `bireme run` says
// about the same scenario, if it is there. Each page is opened from disk with the network off, at the widths of a
// telephone, a tablet and a screen, light and dark, and printed on A4 and Letter.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const inPage = require('./in_page.js');
const {disagreements} = require('./numbers.js');

const WIDTHS = [360, 768, 1440];
const SCHEMES = ['light', 'dark'];
const PAPERS = [
    {format: 'A4', width: 210 - 28, height: 297 - 32},
    {format: 'Letter', width: 215.9 - 28, height: 279.4 - 32},
]; // in mm, without the margins of the page's style
const PX_PER_MM = 96 / 25.4;

const failures = [];
let checks = 0;
function expectNone(where, problems) {
    checks++;
    for (const problem of problems.slice(0, 12)) failures.push(`${where}: ${problem}`);
    if (problems.length > 12) failures.push(`${where}: and ${problems.length - 12} more`);
}

// A page that may ask for nothing but its own file, and may say nothing.
async function open(browser, file, options, heard) {
    const context = await browser.newContext({reducedMotion: 'reduce', ...options});
    const own = `file://${file}`;
    await context.setOffline(true);
    const page = await context.newPage();
    page.on('console', (message) => heard.push(`the console says: ${message.text()}`));
    page.on('pageerror', (error) => heard.push(`an error: ${error.message}`));
    page.on('request', (request) => {
        if (request.url() !== own) heard.push(`asks for ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
        heard.push(`a dialog: ${dialog.message()}`);
        dialog.dismiss();
    });
    page.on('worker', () => heard.push('a worker'));
    page.on('popup', () => heard.push('a second window'));
    await page.goto(own);
    return {context, page};
}

// ------------------------ on the screen

async function everyDetailsOpensByKeyboard(page) {
    const problems = [];
    await page.evaluate(() => document.body.focus());
    const summaries = await page.locator('figure details > summary').all();
    const first = summaries[0];
    if (first === undefined) return ['no picture has its numbers'];
    await page.keyboard.press('Tab'); // what has the focus is told by its outline only if the keyboard moved it
    for (const summary of summaries) {
        await summary.focus();
        await page.keyboard.press('Enter');
        if (!(await summary.evaluate((s) => s.parentElement.open))) problems.push('does not open by keyboard');
        if ((await summary.evaluate((s) => getComputedStyle(s).outlineStyle)) === 'none')
            problems.push('nothing shows where the keyboard is');
    }
    return problems;
}

async function onScreen(browser, file) {
    const name = path.basename(file, '.html'), heard = [];
    const {context, page} = await open(browser, file, {}, heard);
    for (const width of WIDTHS) {
        await page.setViewportSize({width, height: 900});
        for (const colorScheme of SCHEMES) {
            const where = `${name}, ${width} px, ${colorScheme}`;
            await page.emulateMedia({colorScheme});
            expectNone(where, await page.evaluate(inPage.structure));
            expectNone(where, await page.evaluate(inPage.boxes));
            expectNone(where, await page.evaluate(inPage.contrast));
        }
    }
    const answer = file.replace(/html$/, 'json');
    if (fs.existsSync(answer)) {
        const seen = await page.evaluate(inPage.numbers);
        expectNone(name, disagreements(seen, JSON.parse(fs.readFileSync(answer, 'utf8'))));
    }
    await page.setViewportSize({width: WIDTHS[0], height: 900});
    expectNone(name, await everyDetailsOpensByKeyboard(page));
    expectNone(`${name}, ${WIDTHS[0]} px, all open`, await page.evaluate(inPage.boxes));
    expectNone(name, heard);
    await context.close();
}

// ------------------------ for everyone

async function accessible(browser, file, width, colorScheme) {
    const where = `${path.basename(file, '.html')}, ${width} px, ${colorScheme}, axe`, heard = [];
    const options = {viewport: {width, height: 900}, colorScheme, bypassCSP: true};
    const {context, page} = await open(browser, file, options, heard);
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}));
    expectNone(where, result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 200)}`));
    if (result.passes.length < 15) failures.push(`${where}: only ${result.passes.length} rules were applied`);
    await context.close();
}

// ------------------------ on paper

// The number of operators that show text, in all streams of a PDF.
function textsOf(pdf) {
    let texts = 0;
    for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
        if (pdf.toString('latin1', at - 3, at) === 'end') continue;
        const from = pdf[at + 6] === 13 ? at + 8 : at + 7;
        try {
            const inflated = zlib.inflateSync(pdf.subarray(from), {finishFlush: zlib.constants.Z_SYNC_FLUSH});
            texts += (inflated.toString('latin1').match(/\bT[jJ]\b/g) || []).length;
        } catch {
            // a stream that is not compressed, such as a picture's
        }
    }
    return texts;
}

async function onPaper(browser, file) {
    const name = path.basename(file, '.html'), heard = [];
    const {context, page} = await open(browser, file, {colorScheme: 'dark'}, heard);
    await page.emulateMedia({media: 'print'});
    for (const opened of [false, true]) {
        await page.evaluate((o) => document.querySelectorAll('details').forEach((d) => (d.open = o)), opened);
        for (const {format, width, height} of PAPERS) {
            const where = `${name}, ${format}${opened ? ', with the numbers' : ''}`;
            await page.setViewportSize({width: Math.floor(width * PX_PER_MM), height: 900});
            expectNone(where, await page.evaluate(inPage.print, height * PX_PER_MM));
            expectNone(where, await page.evaluate(inPage.boxes));
            if (!opened) expectNone(where, await page.evaluate(inPage.contrast));
            if (opened === (format === 'A4')) continue; // each paper once
            const pdf = await page.pdf({format, preferCSSPageSize: false});
            const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
            const texts = textsOf(pdf);
            if (pages < 2) failures.push(`${where}: ${pages} pages`);
            if (texts < 100) failures.push(`${where}: the print has ${texts} texts`);
        }
    }
    expectNone(`${name}, printed`, heard);
    await context.close();
}

// ------------------------ all of it

async function main() {
    const [executablePath, ...files] = process.argv.slice(2);
    const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update'];
    const browser = await chromium.launch({executablePath, args});
    const jobs = [];
    for (const file of files) {
        jobs.push(() => onScreen(browser, file));
        jobs.push(() => accessible(browser, file, WIDTHS[0], 'light'));
        jobs.push(() => accessible(browser, file, WIDTHS[2], 'dark'));
        jobs.push(() => onPaper(browser, file));
    }
    let next = 0;
    const worker = async () => {
        while (next < jobs.length) await jobs[next++]();
    };
    await Promise.all([worker(), worker()]);
    await browser.close();
    for (const failure of failures) console.log(`FAIL ${failure}`);
    console.log(failures.length > 0 ? `${failures.length} failures` : `ok: ${files.length} pages, ${checks} looks`);
    process.exit(failures.length > 0 ? 1 : 0);
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
