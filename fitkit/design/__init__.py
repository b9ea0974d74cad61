"""FitKit's design system: the only place with raw elements, colours, sizes and class names.

Screens compose these functions; they say meaning (``kind="danger"``), never looks. All names are unique, so
``from fitkit.design.button import button, link_button`` is fine. Nothing is re-exported here.

**Words** (``W`` below) are a ``Text``, a ``str`` or a ``rx.Var[str]``: a Text is said in the language of the page being
built. **Children** are components or Words. Numbers, flags and kinds may be plain values or Vars, unless it says
"literal". ``**attrs`` go to the outer element (``on_click=``, ``custom_attrs=``). Names of icons are meanings, see ``icon``.
Inside ``rx.foreach`` give fields ids as Vars (``id=row.id``). Class names and px stay in here and in ``assets/base.css``.

KINDS  neutral · accent (mine) · positive (done, paid, in) · warning (act soon) · danger (failed, blocked) ·
       info (waiting, frozen) · signal (now, mine, record).

layout     page(*c, narrow=False, compact=False)        a screen's column; narrow: a form's width; compact: dense on a desk
           floor(*c)  60 px targets for the gym floor   grow(*c)  takes the room left in a row
           stack(*c, gap=2)  row(*c, gap=2, align="center", between=False, wrap=False)   gap: step 1 to 6 of 4 px
           grid(*c, least=260, gap=4)  even columns at least that wide    split(main, side)  main and a 340 px side, one column on a phone
           section(title, *c, action=None, count=None)  h2 with an action at its end, then the content
           spacer()  rule()  scroll_x(*c)  only_phone(*c)  only_desk(*c)  hidden(words)  for screen readers only
           live(words, urgent=False)                    a live region that is read out when it changes
           when_online(*c)  when_offline(*c)            by the browser's connection, before the server is known
type       title(W, count=None) h1    heading(W, level=2, size="lg", **a)    stand_in_heading(W, level=)  in an h1's place
           body(*c)  muted(*c, small=True)  caption(*c)  strong(*c)  email(W)  breaks before its @
           number(W, size="2xl")  the heaviest type: sizes md lg xl 2xl 3xl num      time_of(W)  a time, as number
           ltr(W)  phone, code, score, range, English name inside Hebrew: <bdi dir=ltr>    struck(W)    text_link(W, href, external=False)
           toned(kind, *c, icon=None)  a sentence in a kind's colour with its icon: "✓ paid"     clip(*c) one line with …
icon       icon(meaning, size=20, label=None)           literal meaning; mirrored in RTL by itself
           icon_of(var, "check", "clock", …)            one of a few by a Var
button     button(W, kind="default", icon=None, on_click=None, busy=False, disabled=False, reason=None, submit=False,
               big=False, full=False, small=False, **attrs)    kinds: main default soft quiet plain danger danger_edge signal ink;
               busy: thin progress, width stays; disabled stays focusable and shows ``reason`` (W or a component) below
           icon_button(meaning, label, on_click=None, count=None, kind="plain", **attrs)     44 px, always with a label
           link_button(W, href, kind="default", icon=None, external=False, big, full, small)  external: a real navigation (downloads, /auth)
           post_button(W, action, fields={"name": value}, kind=…, icon=…)   a real POST form with one button
           buttons(*c, end=False)  a row of buttons that wraps; on a phone they grow
           Forms that post for real: ``fitkit.design.direction.NativeForm``.
field      All: (name, label, *, value=None, default=None, on_change=None, on_blur=None, help=None, problem=None, optional=False,
               id=None, disabled=False, **attrs); choices fields have no on_blur. In a form give ``default`` (uncontrolled: typing costs no traffic, the dict of
               on_submit holds ``name``). Outside give ``value`` + ``on_change`` (debounced). ``problem`` is a Var[str] or W: empty shows help.
           text_field(placeholder=, suffix=, autofill=, most=, dir=)  textarea_field(rows=4)  number_field(least=, most=, step=, suffix=)
           money_field()  shekels, ₪ at the end, value "390" or "390.50"    phone_field()  ltr, accepts 05x    email_field()
           password_field(new=False)    code_field(length=6)  one-time code    id_field()  nine digits, ltr    searching: bar.search_box
           date_field(least=, most=)  value "2026-11-24"    time_field(step_min=5)  value "18:30"    colour_field()  value "#0B6E7A"
               date and time are the device's own inputs: it shows them its way, the value is always as written here
           select_field(name, label, choices=[(value, W), …] or Var[list[object with .value .label]], empty=None)
           switch_field(name, label, checked=None, default=None, on_change=None, help=, problem=)   on_change gives a bool; in a form: "on"
           check_field(…same)   check(label, checked=, on_change=, mixed=False, name=)  a bare box for tables
           segmented_field(name, label, choices)  radios as one control; up to 5    radio_field(name, label, choices)  one under another, (value, W, help W) allowed
           tags_field(name, label, chosen=Var[list[obj .value .label]], choices=Var[list[obj]], on_add=(value), on_remove=(value))   many from a list
           days_field(name, label, chosen=Var[list[str]], on_toggle, days=[("0", W), …])   week days as toggles; on_toggle(day)
           stepper_field(label, value, on_less, on_more, unit=None)   hidden_field(name, value)
form       form(*c, on_submit, id=None, reset=False)     on_submit gets a dict by name; Enter submits
           fields(*c, columns=1|2|3)   wide(child)  across all columns   problem_summary(problems: Var[dict[str, str]], {"phone": W})  takes focus, links to fields
           form_actions(main, *others, note=None)        a form's buttons; the main one last on a desk, full width on a phone.
               In a form they belong to: button(…, submit=True). Always in view: bar.sticky_bar inside the form
           fieldset(title, *c, help=None)
card       card(*c, tight=False, flat=False, kind=None, **attrs)   card_link(*c, href)    card_head(title, aside=None, count=None)
           items(*c, own=True)  list as a card, bare with own=False: items(rx.foreach(rows, row))    item(*c, href=None, on_click=None)  one row of it
           item_text(title, *facts)  bold line over muted ones              facts([(W, child), …])  label and value pairs
           kpi_strip(*kpis)   kpi(label, value, change=None, kind="neutral", icon=None, spark=None, href=None)
           spark(values: list of shares 0 to 1)             slanted bars, the last in the accent
           hero(*c, label=None)   the deep panel, one per screen; inside: buttons, chips, tally turn white by themselves
           steps(rows, go=None)   [(done, W, action child)] or Var of objects .is_done .label .href; go: the link's words; for a hero
           bar_rows(rows)         slanted bars: [(W, share, W)] or Var of objects .label .share (0 to 1) .value; the last in accent
tally      tally(used, total, label, kind="accent", height=14)   strokes up to 30, then a bar; label is read out ("11 of 12 places")
           tally_line(used, total, words, kind=…)        with its words beside it      meter(share, label, kind)  a plain bar
chip       chip(W, kind="neutral", icon=None)    status; icon follows the kind by itself, icon="" for none
           filter_chip(W, is_on, on_click, count=None, icon=None, label=None, opens=False)    badge(count, kind="neutral")
           avatar(name, size=36, photo=None)   initials and tint from the name      logo(name, image=None, size=36)
           person(name, *below, size=36, href=None)   avatar, bold name, muted lines    tag(W, on_remove=None, label=None)
class_card class_card(time, length, name, coach, action=None, tally=None, note=None, look="open", is_cut=False, href=None)
               look: open · mine · off, may be a Var.    place= the location.    now_line(W)  "now 11:20"
               second_way(button, costs)  a quieter second button in its note, with what it costs
week       week_marks(days: Var[list], label)  objects .letter .how ("came" "booked" "") .is_today .label: a mark a day
table      Column(title, phone="fact"|"title"|"end"|"status"|"hide"|"act", sort="", end=False, narrow=False, bare=False)   literal
           table(columns, rows: Var[list], cells=lambda row: [child, …], label=W, key=lambda row: row.id, href=None (row to Var[str]),
               sort=Var[str] ("name", "-name"), on_sort(key), selected=Var[list[str]], on_select(id), on_select_all, is_all=Var[bool],
               row_label=lambda row: row.name)   on a phone each row is a card, sorting a select above it
           pager(summary, on_previous, on_next, has_previous, has_next)
dialog     dialog(*c, open, on_close, title, help=None, actions=None, wide=False)    desk: centred; phone: sheet with grip and close.
               on_close is called for Esc, outside and the cross: set the flag false there
           confirm(open, on_close, title, body, action, on_confirm, kind="danger", busy=False)   title asks, the button repeats the verb
           form_buttons(form_id, send, on_cancel)    actions of a dialog that holds a form: send it, or leave it.
           side_sheet(*c, open, on_close, title, help=None, actions=None, note=None)   panel at inline-end on a desk, bottom sheet on a phone
           menu(trigger, *entries)  menu_item(W, icon=None, on_click=None, href=None, kind=None, disabled=False)  menu_rule()  menu_title(W)
           more_menu(label, *entries)  behind "…"         popover(trigger, *c, label=W)  tip(child, W)
nav        page_head(title, *actions, count=None, below=None, back=None, back_label=None)  draws the h1: the frame then needs heads=False
           tabs([(key, W[, count])], current, on_change(key), label=None, segmented=False)   link_tabs([(W, href, is_on)], label)   back_link(W, href)   breadcrumbs([(W, href)])
           way(W, href, icon, note=None)   a row that leads somewhere        The bars themselves are in ``web/frames``.
feedback   states(content, loading, problem, is_empty, empty, skeleton=None, on_retry=None)   the four conditions, from Vars
           notice(kind, title, *c, action=None, icon=None, urgent=False)
           skeleton_list(rows=4)  skeleton_cards(count=3)  skeleton_table(rows=8)  skeleton_kpis(count=4)  skeleton_text(lines=3)
           empty_state(title, why, action=None)  problem_state(words, on_retry=None)  stale(W, on_refresh)  offline_strip(W)
           toast_look(W, action=None)  only for pictures: toasts are Screen.say, Screen.offer_undo
bar        search_box(value, on_change, label, placeholder=None)   filter_bar(search, *chips, more=None)
           sticky_bar(*c, note=None)  the main button first   bulk_bar(count, W, *buttons, on_clear)   ink bar at the bottom while count > 0
calendar   day_strip(days: Var[list], chosen, on_choose)  objects .day .letter .number .marks .is_past .is_today .label
           week_head(title, on_previous, on_next, on_today=None, *more, years=False)
           day_head(title, on_previous, on_next, on_today, is_today)
           week_board(days: Var[list], item, sessions=lambda day: day.sessions, label, over=None, unfolded=False)  objects .day .name .number .is_today .is_folded; columns on a desk
           earlier_days(words, on_turn, is_open)  over it on a phone: unfolds the days that are behind
           session_block(time, name, coach=None, tally=None, kind="open", note=None, on_click=None, href=None)  kind: open past cancelled mine
               moves= at= on a planner, is_on= while selecting, figures=went_lines(w) how it went
           planner(week_board(…, over=lambda day: hours(day.sessions)), on_moved, when)   a board whose blocks are
               carried by mouse or keyboard to a day and an hour; on_moved(id, day, hour); when: what is drawn
entry      entry(*sheet, mark, language, wide=False)  entry_title(W, why=None)  either(W)  native_form(*c, action, fields={})  posts for real
           sends_to(action) for custom_attrs of a submit button    secret_field(name, label, new=False)  a password with show and hide
           brand_style(css Var)  letter_frame(html, label)  letter_text(text, label)  qr_code(svg, label)  secret_codes(codes)
           chooser(*c, label)  matrix((W, W), *matrix_row(title, why, cell, cell))  bare_switch(label, checked, on_change)  unread_dot(label)
desk       more_fields(title, *c) a line that opens fields   included(lines: Var) ✓ lines   plain_lines(lines)   colour_mark(colour)
           facts_of(rows, label, value) facts of a Var   copy_line(value, label, *buttons)   price_tag(price, period)
           member_head(name, face, *c, actions=None) the h1 of a person's page
floor      floor_head(title, below, *end, back=, to=) an h1 over a roster   floor_count(came, of, total, said)   floor_list(*rows, label)
           floor_row(name, fact, flags=, mark=, menu=, start=)   floor_sign(is_in)
           day_list(*rows, label)  day_row(time, name, who, tally=, end=, below=, look=, is_cut=, href=)   marked(icon, words)
           refreshes_on_return(stale(…))   plan_note(words, dates) what a form will make   hero_when(time, name)
taps       taps(who, on_send) keeps taps on the phone until they are taken   tap_box(is_in, label, whom, how) turns at the touch
           taps_strip(words, why)  how many wait
codes      pass_card(label, how, whose)  kept("code"|"name"|"gym"|"next") what is kept on this phone   door_code(head, tags, phase, label)
           scanner(on_scan, on_error, label)  scan_strip(…, hit=)  scan_hit(words, why, look, key=, action=)  look: in ask no
           big_tick(said, below, *c)  pick_list(rows, on_pick)  ByItself(when, button, after_s, again=False) presses a button by itself
kiosk      kiosk_frame(*c)  kiosk_part(title, below, *c, two=False)  digits_form(…)  kiosk_way  kiosk_door  hidden_button(id, on_click)
figures    board(lead, strip, main, side) a first screen   opening(rows, go) steps with the next one's button   figure(row) a figure that says how it is counted
           class_line(row, end, href=None) a class of the day   event_line(row) what happened, when, who   period(*fields)   answers(*c, label)
           tried_on(css Var, mode, label, *c) components in a colour that is tried on, with ``theme.trial_css``
say        say(TEXT, **params)  lang()  direction: NativeForm        theme  brand_css(hex)  brand_note(hex) → Text | None   brand  tokens
"""
