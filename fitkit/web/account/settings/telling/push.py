"""What the browser is asked about push. The scripts run in the press itself: some browsers prompt only then."""

from typing import Final

import reflex as rx

_READY: Final = (
    "if(!('serviceWorker' in navigator)||!('PushManager' in window)||!('Notification' in window))"
    "return {state:'unsupported'};"
)

# How it stands, without asking the person anything.
LOOK: Final = (
    "(async()=>{" + _READY + "try{if(Notification.permission==='denied')return {state:'blocked'};"
    "const r=await navigator.serviceWorker.getRegistration();"
    "const s=r&&await r.pushManager.getSubscription();"
    "return {state:s?'on':'off',endpoint:s?s.endpoint:''}}catch(x){return {state:'off',endpoint:''}}})()"
)

# Ask, subscribe with the server's key, and give back what a sender needs.
_SUBSCRIBE: Final = (
    "(async(k)=>{" + _READY + "try{const p=await Notification.requestPermission();"
    "if(p!=='granted')return {state:p==='denied'?'blocked':'off'};"
    "const b=atob(k.replace(/-/g,'+').replace(/_/g,'/')),key=Uint8Array.from(b,c=>c.charCodeAt(0));"
    "const r=await navigator.serviceWorker.ready;"
    "const s=await r.pushManager.subscribe({userVisibleOnly:true,applicationServerKey:key});"
    "const j=s.toJSON();return {state:'on',endpoint:j.endpoint,p256dh:j.keys.p256dh,auth:j.keys.auth}"
    "}catch(x){return {state:'failed'}}})"
)

UNSUBSCRIBE: Final = (
    "(async()=>{try{const r=await navigator.serviceWorker.getRegistration();"
    "const s=r&&await r.pushManager.getSubscription();const e=s?s.endpoint:'';"
    "if(s)await s.unsubscribe();return {state:'off',endpoint:e}}catch(x){return {state:'failed',endpoint:''}}})()"
)


def subscribe(key: rx.Var[str]) -> rx.Var[str]:
    """The script with the server's public key, which the State knows."""
    return rx.Var.create(_SUBSCRIBE + "('") + key.to(str) + rx.Var.create("')")
