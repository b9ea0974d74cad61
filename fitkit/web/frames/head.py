"""The document's head: language and direction before the first paint, fonts, icons, manifest, service worker.

The scripts are short and inline because they must run before anything is fetched. They keep what was typed
over the reload that a new version asks for, translate that request, and remember the narrow side bar.
"""

import hashlib
import json
from pathlib import Path
from typing import Final

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData

from fitkit.core.i18n import Lang
from fitkit.design import tokens
from fitkit.design.brand import Mode
from fitkit.design.codes import STORE
from fitkit.design.theme import MODES
from fitkit.texts import web

# First: a dynamic route's file is made for no address, so both languages share it.
EARLY: Final = """
var p=location.pathname,e=p==='/en'||p.indexOf('/en/')===0,h=document.documentElement;
h.lang=e?'en':'he';h.dir=e?'ltr':'rtl';
try{if(localStorage.getItem('fitkit.slim')==='1')h.classList.add('slim')}catch(x){}
window.fitkitSlim=function(){var on=h.classList.toggle('slim');try{localStorage.setItem('fitkit.slim',on?'1':'0')}catch(x){}};
function net(){h.classList.toggle('offline',!navigator.onLine)}
addEventListener('online',net);addEventListener('offline',net);net();
"""

# The framework reloads a page whose state no longer fits the server's, and leaves the time in sessionStorage.
# Named fields with words in them are kept beside it, passwords and codes never, and put back once they exist.
KEPT: Final = """
var K='fitkit.kept',R='reflex_last_reloaded_on_error';
function fields(){return Array.prototype.filter.call(document.querySelectorAll('main input[name],main textarea[name]'),function(i){
return !/^(password|hidden|file|checkbox|radio)$/.test(i.type)&&i.autocomplete!=='one-time-code'&&!i.closest('[data-private]')})}
addEventListener('beforeunload',function(){try{
if(Date.now()-(+sessionStorage.getItem(R)||0)>2000)return;
var w={};fields().forEach(function(i){if(i.value&&i.value!==i.defaultValue)w[i.name]=i.value});
if(Object.keys(w).length)sessionStorage.setItem(K,JSON.stringify({at:location.pathname,w:w}))}catch(x){}});
addEventListener('load',function(){try{var k=JSON.parse(sessionStorage.getItem(K)||'null');sessionStorage.removeItem(K);
if(!k||k.at!==location.pathname)return;var tries=0,t=setInterval(function(){fields().forEach(function(i){var v=k.w[i.name];
if(v===undefined||i.value)return;var proto=i.tagName==='TEXTAREA'?HTMLTextAreaElement.prototype:HTMLInputElement.prototype;
Object.getOwnPropertyDescriptor(proto,'value').set.call(i,v);i.dispatchEvent(new Event('input',{bubbles:true}));delete k.w[i.name]});
if(++tries>20||!Object.keys(k.w).length)clearInterval(t)},250)}catch(x){}});
"""

# A server that was restarted has forgotten the tab: fields are built anew with what it knows. What stood in them
# while the connection was lost is put back as they reappear, unless somebody has typed since.
RESTARTED: Final = """
var held=null,left=0,timer=0;function id(i){return (i.form&&i.form.id||'')+'|'+i.name}
function tick(){if(document.querySelector('[data-reconnecting]')){held=held||{};left=32;
fields().forEach(function(i){if(i.value)held[id(i)]=[i.value,i.value!==i.defaultValue]});return}
if(left--<0){clearInterval(timer);timer=0;held=null;return}
fields().forEach(function(i){var h=held[id(i)];if(!h||i.value===h[0]||i.value!==i.defaultValue||(!h[1]&&i.value))return;
var proto=i.tagName==='TEXTAREA'?HTMLTextAreaElement.prototype:HTMLInputElement.prototype;
Object.getOwnPropertyDescriptor(proto,'value').set.call(i,h[0]);i.dispatchEvent(new Event('input',{bubbles:true}))})}
new MutationObserver(function(){if(!timer&&document.querySelector('[data-reconnecting]')){tick();timer=setInterval(tick,250)}})
.observe(document.documentElement,{childList:true,subtree:true});
"""

# A browser refuses the focus of a field that appears while the page is still being laid out: asked for until given.
FOCUS: Final = """
new MutationObserver(function(){var i=document.querySelector('[data-autofocus]:not([data-met])');if(!i)return;i.dataset.met='1';
var n=0,t=setInterval(function(){var a=document.activeElement;if(!a||a===document.body)i.focus();
if(document.activeElement!==document.body||++n>15)clearInterval(t)},60)}).observe(document.documentElement,{childList:true,subtree:true});
"""

# What had the focus is gone with the press (an answered request, a row taken off): the focus stays near, on the
# button that took its place or on the nearest thing around it that is left, instead of falling to the page's start.
NEAR: Final = """
var met=[],late=0;function chain(e){for(var up=[];e&&e!==document.body;e=e.parentElement)up.push(e);return up}
window.fitkitChain=function(){return chain(document.activeElement)};
window.fitkitNear=function(up){var home=up.find(function(p){return p.isConnected})||document.querySelector('main');if(!home)return;
var ways=home===up[1]?home.querySelectorAll('a[href],button'):[],at=ways.length===1?ways[0]:home;
if(at.tabIndex<0)at.tabIndex=-1;at.focus({preventScroll:at!==up[0]})};
function lost(){late=0;if(!met.length||met[0].isConnected||document.activeElement!==document.body)return;
if(met.some(function(p){return p.isConnected&&p.closest('main,[role=dialog]')}))window.fitkitNear(met)}
addEventListener('focusin',function(e){met=chain(e.target)});
new MutationObserver(function(){if(!late&&met.length&&!met[0].isConnected)late=setTimeout(lost,120)})
.observe(document.documentElement,{childList:true,subtree:true});
"""

# The framework's own "new version" banner is plain English in the page's body: said again in the reader's language.
NEW_VERSION: Final = """
new MutationObserver(function(){var b=document.getElementById('reflex-new-version-banner');if(!b||b.dataset.said)return;
b.dataset.said='1';var w=WORDS[document.documentElement.lang]||WORDS.he,c=b.querySelector('button');
b.removeAttribute('style');b.className='strip version';b.firstChild.textContent=w[0];
if(c){c.removeAttribute('style');c.className='btn';c.textContent=w[1]}}).observe(document.documentElement,{childList:true,subtree:true});
"""

WORKER: Final = """
if('serviceWorker' in navigator&&(location.protocol==='https:'||location.hostname==='localhost'||location.hostname==='127.0.0.1'))
addEventListener('load',function(){navigator.serviceWorker.register('/sw.js?v=VERSION',{scope:'/'}).catch(function(){})});
"""

ASSETS: Final = Path(__file__).parents[3] / "assets"

_PATH = VarData(imports={"react-router": [ImportVar(tag="useLocation")]})
_IS_EN: Final = "useLocation().pathname.startsWith('/en')"


def _in(he: str, en: str) -> rx.Var[str]:
    """One of two by the address; the document root allows no hooks, so the call stands in place."""
    return rx.Var(f"({_IS_EN} ? {json.dumps(en)} : {json.dumps(he)})", _var_data=_PATH)


HTML_ATTRS: Final = {"lang": _in("he", "en"), "dir": _in("rtl", "ltr")}


def components() -> list[rx.Component]:
    """Everything in the head, in order."""
    words = {str(x): [web.NEW_VERSION.to(x), web.RELOAD.to(x)] for x in Lang}
    new_version = NEW_VERSION.replace("WORDS", json.dumps(words, ensure_ascii=False))
    return [
        rx.el.script(_once(EARLY)),
        *[_font(name) for name in ("hebrew", "latin")],
        rx.el.link(rel="manifest", href=_in("/manifest.webmanifest", "/manifest.en.webmanifest")),
        rx.el.link(rel="icon", href="/icons/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="alternate icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch-icon.png"),
        *[_theme_colour(mode) for mode in MODES],
        rx.el.meta(name="apple-mobile-web-app-title", content="FitKit"),
        rx.el.meta(
            name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"
        ),
        rx.el.script(_once(STORE)),
        rx.el.script(_once(KEPT + RESTARTED + FOCUS + NEAR + new_version)),
        rx.el.script(_once(WORKER.replace("VERSION", _assets_version()))),
    ]


def _assets_version() -> str:
    """Changes with any file that the service worker may keep, so that old ones are dropped."""
    found = hashlib.sha256()
    for file in sorted(p for p in ASSETS.rglob("*") if p.is_file()):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def _once(script: str) -> str:
    return "(function(){" + " ".join(script.split("\n")).strip() + "})();"


def _theme_colour(mode: Mode) -> rx.Component:
    # `media` is no property that the framework knows of a meta: given plainly it becomes a style.
    asks = {"media": f"(prefers-color-scheme: {mode})"}
    ground = tokens.ROLES[mode]["ground"]
    return rx.el.meta(name="theme-color", content=ground, custom_attrs=asks)


def _font(name: str) -> rx.Component:
    return rx.el.link(
        rel="preload",
        href=f"/fonts/heebo-{name}-wght-normal.woff2",
        type="font/woff2",
        cross_origin="anonymous",
        custom_attrs={"as": "font"},
    )
