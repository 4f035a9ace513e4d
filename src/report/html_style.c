/* html_style.c - how the HTML report looks: light and dark, wide and narrow,
 * on a screen and on paper.  States differ in word and sign, not colour alone.
 */
#include "report/html.h"

const char *const html_style[] = {
	":root{color-scheme:light dark;"
	"--bg:#fff;--fg:#1b1f24;--muted:#57606a;--line:#d5dbe1;--panel:#f5f7f9;"
	"--fail:#a8201a;--fail-bg:#fdf0ef;--warn:#7a4d00;--warn-bg:#fff6e0;"
	"--unknown:#5b3cb8;--unknown-bg:#f3effe;--pass:#17692f;--pass-bg:#ecf8ef;"
	"--skip:#57606a;--skip-bg:#eff2f5;--info:#0a5ca8;--info-bg:#ebf4fd;"
	"--mark:#ffe08a}\n",
	"@media(prefers-color-scheme:dark){:root{"
	"--bg:#15181c;--fg:#e5e8eb;--muted:#9da7b1;--line:#343b43;"
	"--panel:#1d2227;"
	"--fail:#ff9a92;--fail-bg:#3d1a17;--warn:#f0c36a;--warn-bg:#372b10;"
	"--unknown:#c6b4ff;--unknown-bg:#2b2344;--pass:#86dc9b;"
	"--pass-bg:#15311d;--skip:#9da7b1;--skip-bg:#262c33;--info:#8cc7ff;"
	"--info-bg:#122c44;--mark:#6b5200}}\n",
	"*{box-sizing:border-box}\n",
	"body{margin:0;background:var(--bg);color:var(--fg);"
	"font:1rem/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,"
	"\"Noto Sans\",\"DejaVu Sans\",sans-serif;overflow-wrap:anywhere}\n",
	"main,footer{max-width:58rem;margin:0 auto;padding:0 1.25rem}\n",
	"main{padding-top:2rem}\n",
	"h1,h2,h3,h4{line-height:1.25;margin:0}\n",
	"h1{font-size:1.9rem}\n",
	"h2{font-size:1.3rem;margin:2.25rem 0 .75rem}\n",
	"h3{font-size:1.1rem;margin:1.75rem 0 .6rem}\n",
	"h4{font-size:1rem}\n",
	"p{margin:.4rem 0}\n",
	"a{color:inherit;text-decoration-color:var(--muted);"
	"text-underline-offset:.15em}\n",
	"code,pre{font:.875em/1.5 ui-monospace,\"SF Mono\",Menlo,Consolas,"
	"\"DejaVu Sans Mono\",monospace}\n",
	"pre{margin:.6rem 0;padding:.7rem .9rem;background:var(--panel);"
	"border:1px solid var(--line);border-radius:.4rem;white-space:pre-wrap}\n",
	"pre.copy{user-select:all}\n",
	"mark{background:var(--mark);color:inherit;border-radius:.15rem;"
	"text-decoration:underline}\n",
	".muted,.reference,footer{color:var(--muted);font-size:.9rem}\n",
	".badge{display:inline-block;min-width:5.2rem;padding:.1rem .55rem;"
	"border-radius:1rem;font-size:.82rem;font-weight:600;text-align:center;"
	"white-space:nowrap;border:1px solid currentColor}\n",
	".fail{color:var(--fail);background:var(--fail-bg)}\n",
	".warn{color:var(--warn);background:var(--warn-bg)}\n",
	".unknown{color:var(--unknown);background:var(--unknown-bg)}\n",
	".pass{color:var(--pass);background:var(--pass-bg)}\n",
	".skip{color:var(--skip);background:var(--skip-bg)}\n",
	".info{color:var(--info);background:var(--info-bg)}\n",
	".title{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .8rem}\n",
	".verdict{margin-top:.5rem;font-size:1.1rem}\n",
	".first{margin-top:1.5rem;padding:.9rem 1.1rem;border-left:.3rem solid "
	"var(--edge);background:var(--panel);border-radius:.2rem}\n",
	".first h2,.first h3{margin:0 0 .4rem}\n",
	".first ol{margin:0;padding-left:1.4rem}\n",
	".first li{margin:.35rem 0}\n",
	".edge-fail{--edge:var(--fail)}.edge-warn{--edge:var(--warn)}"
	".edge-unknown{--edge:var(--unknown)}\n",
	"table{width:100%;border-collapse:collapse}\n",
	"th{text-align:left;font-size:.85rem;color:var(--muted);"
	"font-weight:600}\n",
	"td,th{padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--line);"
	"vertical-align:top}\n",
	"td:first-child{width:6.4rem}\n",
	".name{font-weight:600;white-space:nowrap}\n",
	".finding{padding:.9rem 0;border-top:1px solid var(--line)}\n",
	".finding .title{margin:0 0 .4rem}\n",
	".finding .title code{color:var(--muted);font-weight:400}\n",
	".finding .todo{font-weight:600}\n",
	".changes{margin:0;padding-left:1.4rem}\n",
	".changes li{margin:.75rem 0}\n",
	".tree,.tree ul{list-style:none;margin:0;padding:0}\n",
	".tree ul{margin-left:.6rem}\n",
	".tree ul>li{position:relative;padding-left:1.3rem}\n",
	".tree ul>li::before{content:\"\";position:absolute;left:0;top:0;"
	"width:.9rem;height:1.05rem;border:solid var(--muted);"
	"border-width:0 0 1px 1px}\n",
	".tree ul>li:not(:last-child)::after{content:\"\";position:absolute;"
	"left:0;top:0;bottom:0;border-left:1px solid var(--muted)}\n",
	".tree div{display:flex;flex-wrap:wrap;align-items:baseline;"
	"gap:0 .8rem;padding:.2rem 0}\n",
	".tree .note{color:var(--muted);font-size:.85rem}\n",
	".tree .match>code{font-weight:700;background:var(--mark);"
	"padding:0 .25rem;border-radius:.2rem}\n",
	".sender{margin-top:3rem;padding-top:.5rem;"
	"border-top:.2rem solid var(--line)}\n",
	"footer{margin-top:3rem;padding-top:1rem;padding-bottom:2rem}\n",
	"@media(max-width:38rem){"
	"main,footer{padding-left:1rem;padding-right:1rem}"
	"main{padding-top:1.25rem}h1{font-size:1.5rem}"
	"thead{display:none}"
	"tr{display:grid;grid-template-columns:auto 1fr;gap:.1rem .7rem;"
	"padding:.55rem 0;border-bottom:1px solid var(--line)}"
	"td,td:first-child{width:auto;padding:0;border:0}"
	"td:nth-child(n+3){grid-column:1/-1}}\n",
	"@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;"
	"--muted:#444;--line:#bbb;--panel:#fff;--fail:#8a1510;--fail-bg:#fff;"
	"--warn:#6b4300;--warn-bg:#fff;--unknown:#4a2fa0;--unknown-bg:#fff;"
	"--pass:#0f5325;--pass-bg:#fff;--skip:#444;--skip-bg:#fff;"
	"--info:#084a88;--info-bg:#fff;--mark:#eee}"
	"body{font-size:10pt}main{padding-top:0}main,footer{max-width:none}"
	".finding,.first,tr,pre{break-inside:avoid}"
	"h2,h3,h4{break-after:avoid}}\n",
	NULL,
};
