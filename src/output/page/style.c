/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The look of a page: one column of readable width, wide tables that scroll separately, light and dark as the
 * reader prefers, and print on A4 or Letter without cutting a picture or a row.
 */
#include "output/page/internal.h"

void bireme_page_style(bireme_text *out)
{
    bireme_text_append(
        out,
        "*{box-sizing:border-box}\n"
        "html{-webkit-text-size-adjust:100%;color-scheme:light dark}\n"
        "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Arial,Helvetica,\"Liberation "
        "Sans\","
        "\"DejaVu Sans\",sans-serif;overflow-wrap:break-word}\n"
        "main,header,nav{max-width:56rem;margin:0 auto;padding:0 1.25rem}\n"
        "header{padding-top:1.5rem}h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}\n"
        "h2{font-size:1.35rem;line-height:1.25;margin:2.6rem 0 .6rem;padding-top:.9rem;border-top:2px solid "
        "var(--rule)}h3{font-size:1.05rem;margin:1.8rem 0 .5rem}\n"
        "p{margin:.6rem 0;max-width:44rem}.answer{font-size:1.15rem}\n"
        "nav ul{list-style:none;margin:.8rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}\n"
        "a{color:var(--link)}nav a{display:inline-block;padding:.25rem 0}\n"
        ".tiles{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0;padding:0;list-style:none}\n"
        ".tiles li{flex:1 1 11rem;border:1px solid var(--rule);border-radius:.4rem;padding:.7rem .9rem}\n"
        ".tiles b{display:block;font-size:1.6rem;line-height:1.2}.tiles "
        "span{color:var(--soft);font-size:.9rem}\n"
        ".note{border-left:4px solid var(--line);background:var(--shade);padding:.6rem .9rem;margin:.8rem 0;"
        "max-width:44rem;font-size:.95rem}.note p{margin:0}\n"
        "figure{margin:1rem 0 1.4rem}figcaption{font-weight:bold;margin-bottom:.4rem}\n"
        "figure .says{font-weight:normal;margin:.3rem 0 0;color:var(--soft);font-size:.95rem}\n"
        "figure svg{display:block}.narrow{display:none!important}\n"
        "summary{cursor:pointer;color:var(--link);padding:.25rem 0;font-size:.95rem}\n"
        ".scroll{overflow-x:auto;margin:.5rem 0 "
        "1rem}.scroll:focus-visible,a:focus-visible,summary:focus-visible{"
        "outline:3px solid var(--line);outline-offset:2px}\n"
        "table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}\n"
        "caption{text-align:left;color:var(--soft)}\n"
        "th,td{padding:.28rem .7rem .28rem 0;text-align:left;vertical-align:top;border-bottom:1px solid "
        "var(--rule)}th:last-child,td:last-child{padding-right:0}\n"
        "thead th{color:var(--soft);font-weight:normal;vertical-align:bottom;border-bottom:1px solid "
        "var(--axis)}\n"
        "tbody th{font-weight:normal}.n{text-align:right;white-space:nowrap}tr.sum>*{font-weight:bold;"
        "border-top:1px solid var(--axis)}\n"
        "tr.more td{border:0;color:var(--soft);font-size:.9rem;padding-top:0;white-space:normal}\n"
        "td .pic{display:block}footer{max-width:56rem;margin:2.5rem auto;padding:0 1.25rem;color:var(--soft);"
        "font-size:.85rem}\n"
        ":root{--link:#00548a;--shade:#f2f7fb}\n"
        "@media (prefers-color-scheme:dark){:root{--link:#8ccbf2;--shade:#1f2a33}}\n"
        "@media "
        "(max-width:760px){body{font-size:15px}.wide{display:none!important}.narrow{display:block!important}"
        "h1{font-size:1.5rem}main,header,nav,footer{padding-left:1rem;padding-right:1rem}}\n"
        "@page{margin:16mm 14mm}\n"
        "@media "
        "print{:root{--link:#000;--shade:#f2f7fb}html{color-scheme:light}body{font-size:10pt}nav,summary{"
        "display:none}details:not([open]){display:none}main,header{max-width:none;padding:0}h2,h3,figcaption{"
        "break-after:avoid}figure,figure "
        "div.wide,tr,.tiles,.note{break-inside:avoid}.says{break-before:avoid}"
        ".scroll{overflow:visible}table{font-size:8pt}"
        "th,td{padding-right:.4rem;overflow-wrap:anywhere}th.n{white-space:normal}thead{display:table-header-"
        "group}.wide{display:block!important}"
        ".narrow{display:none!important}a{text-decoration:none}}\n");
}
