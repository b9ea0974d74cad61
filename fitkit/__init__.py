"""FitKit runs fitness studios: members, coaches, owners and the team behind the platform.

The map, from the bottom up; imports go down only:

    core          work, tenancy, permissions, events, jobs, money, time, languages
    texts         every word a person reads, Hebrew and English side by side
    ports         the shapes of what is outside: mail, push
    features      meaning: one folder a subject, in the seven words below
    integrations  the outside itself: SMTP, web push, payments, documents, the demo's own
    design        tokens and components: how it looks
    wiring        the one place that chooses adapters
    web           screens: web/<persona>/<screen>/{state,page}.py
    endpoints     plain HTTP: sign-in, sign-out, health, push
    seeds, dev    the demo gym; tools behind ./run
    fitkit.py     the Reflex app

Tables keep, rules decide, queries read, actions change, events tell,
flows talk to the outside, jobs run by themselves.
"""
