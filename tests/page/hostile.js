// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prints a scenario whose names are markup, are as long as they may be, or are written without spaces or from right to
// left: hostile.js SCENARIO.json
'use strict';
const fs = require('fs');

const names = {
    paid_search: '<img src=x onerror=alert(1)>',
    content: '</svg></title><script>alert(2)</script>"\'&amp;',
    outbound: '广告渠道与销售合作伙伴关系管理系统测试名称',
    referral: 'إعلانات البحث المدفوعة \u202eكلمة',
    events: 'a_name_without_a_space_that_is_as_long_as_a_name_may_be_64_bytes',
};
let text = fs.readFileSync(process.argv[2], 'utf8');
for (const [from, to] of Object.entries(names)) {
    text = text.split(JSON.stringify(from)).join(JSON.stringify(to));
    text = text.split(`channels.${from}.`).join(`channels.${JSON.stringify(to).slice(1, -1)}.`);
}
const scenario = JSON.parse(text);
scenario.name = '</title><script>alert(3)</script> ' + 'x'.repeat(200) + ' إعلانات 广告';
scenario.description = '<b onclick="alert(4)">' + 'y'.repeat(300);
process.stdout.write(JSON.stringify(scenario));
