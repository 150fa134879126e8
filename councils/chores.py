"""What is to be done about the councils themselves: terms, what expires or is missing, drafts, translations."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.conf import settings
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from councils.accounts.rights import WRITERS, Right, Role
from councils.composition import compositions_of
from councils.dates import capfirst
from councils.models import (
    Call,
    ContactPoint,
    Document,
    Editor,
    Notice,
    ReviewRequest,
    SharedText,
    Statement,
    Term,
)  # fmt: skip
from councils.partial_dates import PartialDate, format_partial_date, months_before
from councils.publishing import State
from councils.richtext import plain_text
from councils.shared_texts import answers_of
from councils.translation_state import TranslationState, derived_state, fingerprint, kept_languages, translated_fields

from . import links, office, own_links
from .office import Chore, Urgency

# Months after which the office is asked whether everything is still correct, and after which the public is told.
ASK_AFTER, TELL_AFTER = 6, 12
# A term that ends within this time needs its successor.
TERM_ENDS = timedelta(days=180)
FORGOTTEN = timedelta(days=30)
# A draft that waits longer for its review is for today.
WAITS_LONG = timedelta(days=3)
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
# The worse one first, as in the table of translations that the line leads to.
OPEN = (TranslationState.MISSING, TranslationState.OUTDATED)


LANGUAGE_NAMES = dict(settings.LANGUAGES)


def day(value):
    return date_format(value, "SHORT_DATE_FORMAT")


def kind_of(model):
    return capfirst(model._meta.verbose_name)


# -- the council as a whole -----------------------------------------------------------------------------------------


def confirmation(councils, rights, now):
    """Pages that nobody has looked through for half a year."""
    today = timezone.localdate(now)
    for council in councils:
        since = council.confirmed_since
        if not (since and rights.has(council.pk, Role.EDITOR) and council.is_published(now)):
            continue
        if is_dissolved(council, today) or since > months_before(today, ASK_AFTER):
            continue
        if council.confirmed_on:
            text = _("Last confirmed: {day}. Is everything on these pages still correct?").format(day=day(since))
        else:
            text = _("Is everything on these pages correct? Nobody has confirmed it yet.")
        yield Chore(
            key=f"councils.confirmation:{council.public_id}",
            council_id=council.pk,
            text=text,
            url=office.form_of(council),
            urgency=Urgency.TODAY if since <= months_before(today, TELL_AFTER) else Urgency.SOON,
            mend_url=reverse("admin:confirm_council"),
            mend_label=_("Everything is still correct"),
        )


def is_dissolved(council, today):
    return bool(council.dissolved_on and council.dissolved_on.latest < today)


def unattended(councils, rights, now):
    """For superusers: councils that no active account looks after."""
    if not rights.may_everywhere(Right.ACCOUNTS):
        return
    attended = set(office.editors().values_list("council_id", flat=True))
    for council in councils:
        if council.pk not in attended:
            yield Chore(
                key=f"councils.unattended:{council.public_id}",
                council_id=council.pk,
                text=_("No active account looks after this council. Make somebody its editor."),
                url=office.adding(Editor, council.pk),
                urgency=Urgency.SOON,
            )


# -- terms of office ------------------------------------------------------------------------------------------------


def terms(councils, rights, now):
    """Terms that end or have ended without a next one, and seats that do not add up."""
    today = timezone.localdate(now)
    own = office.where(councils, rights, Role.EDITOR)
    alive = [council for council in councils if council.pk in own and not is_dissolved(council, today)]
    prepared = defaultdict(list)
    later = Q(state=State.DRAFT) | Q(state=State.PUBLISHED, publish_at__gt=now)
    for term in Term.objects.present().filter(later, council__in=own, began__isnull=False).newest_first():
        prepared[term.council_id].append(term)
    for composition in compositions_of(alive, today, now).values():
        if composition.term:
            yield from _end_of(composition, prepared[composition.council.pk], today)
            yield from _sums_of(composition)


def _end_of(composition, prepared, today):
    """A term that ends without a next one; if that waits as a draft, to publish it."""
    term, kinds = composition.term, Term.Status
    followed = any(other.status(today) == kinds.COMING for other in composition.terms)
    if followed or term.ended is None or composition.status == kinds.UNKNOWN:
        return
    following = next((other for other in prepared if other.began.latest > term.ended.earliest), None)
    if following and following.state == State.PUBLISHED:
        return
    end = {"day": format_partial_date(term.ended)}
    urgency = Urgency.SOON
    if composition.status in {kinds.ENDED, kinds.HOLDING_OVER}:
        text = _("The term of office is over since: {day}. Enter the next one.").format(**end)
        urgency = Urgency.TODAY if composition.is_over else Urgency.SOON
    elif term.ended.latest > today + TERM_ENDS:
        return
    else:
        text = _("The term of office ends: {day}. Prepare the next one.").format(**end)
        if composition.status == kinds.RUNNING:
            urgency = Urgency.of(term.ended.latest, today, MONTH)
    if following:
        text = _("The next term of office waits as a draft: “{name}”. Enter who was elected and publish it.")
        text, url = text.format(name=following), office.form_of(following)
    else:
        # The page that makes the next one of this one; members are in it, so it stands in their app.
        url = reverse("admin:next_term", args=[term.pk])
    yield Chore(f"councils.term:{(following or term).public_id}", term.council_id, text, url, urgency=urgency)


def _sums_of(composition):
    term = composition.term
    if composition.seats_differ:
        stated, listed = composition.stated_seats, composition.listed_seats
        text = _("The source states {stated} seats, but the groups listed add up to {listed}.")
    elif composition.voting_differs:
        stated, listed = composition.stated_voting_seats, composition.listed_voting_seats
        text = _("The source states {stated} seats with a vote, but the groups listed add up to {listed}.")
    else:
        return
    text = text.format(stated=stated, listed=listed)
    yield Chore(f"councils.seats:{term.public_id}", term.council_id, text, office.form_of(term), urgency=Urgency.SOON)


# -- what expires, what is not there ----------------------------------------------------------------------------------


def expiring_row(row, kind, council_id, last_day, today):
    """The chore about something that holds until a day."""
    if last_day < today:
        text = _("{kind} “{name}” has expired. Extend it or withdraw it.")
    else:
        text = _("{kind} “{name}” expires.")
    key, text = f"{row._meta.app_label}.expiring:{row.public_id}", text.format(kind=kind, name=row)
    return Chore(key, council_id, text, office.form_of(row), last_day, Urgency.of(last_day, today))


def expiring(councils, rights, now):
    """Notices and calls in their last week; contacts in their last month, and for a month after it."""
    today, own = timezone.localdate(now), office.where(councils, rights, Role.EDITOR)
    for model, column, first, last in (
        (Notice, "valid_until", today, today + WEEK),
        (Call, "closes_on", today, today + WEEK),
        (ContactPoint, "valid_until", today - MONTH, today + MONTH),
    ):
        rows = model.objects.published(now).filter(council__in=own, **{f"{column}__range": (first, last)})
        for row in rows:
            yield expiring_row(row, kind_of(model), row.council_id, getattr(row, column), today)


def not_supplied(row, council_id, urgency=Urgency.LATER, due=None):
    """The chore about a document that is only known."""
    text = _("“{title}” is known to exist, but not supplied: add the file or a link.").format(title=row)
    key = f"{row._meta.app_label}.known:{row.public_id}"
    return Chore(key, council_id, text, office.form_of(row), due, urgency)


def documents(councils, rights, now):
    own = office.where(councils, rights, Role.EDITOR)
    rows = Document.objects.published(now).filter(council__in=own, availability=Document.Availability.KNOWN)
    for row in rows:
        yield not_supplied(row, row.council_id)


def shared_texts(councils, rights, now):
    """Councils' own texts whose shared ones say something else than when they were written."""
    own = office.where(councils, rights, Role.EDITOR)
    rows = Statement.objects.present().filter(council__in=own).exclude(subject="").exclude(compared_with="")
    written = defaultdict(list)
    for row in rows:
        written[row.council_id].append(row)
    texts = list(SharedText.objects.published(now)) if written else []
    for council in councils:
        for answer in answers_of(council, texts, written[council.pk]):
            if answer.has_moved_on:
                text = _("The shared text has changed since you wrote your own: “{name}”.")
                yield Chore(
                    key=f"councils.shared_text:{answer.own.public_id}:{fingerprint(answer.shared.german)}",
                    council_id=council.pk,
                    text=text.format(name=answer.own),
                    url=reverse("admin:shared_texts_of_council", args=[council.pk]),
                    urgency=Urgency.SOON,
                )


# -- all that is published ------------------------------------------------------------------------------------------


def drafts(councils, rights, now):
    """Drafts that nobody has touched for a month; what belongs to a draft is told with it."""
    own = office.where(councils, rights, *WRITERS)
    kinds = office.pages(everywhere=rights.everywhere)
    parts = []
    for number, (model, page) in enumerate(kinds):
        rows = model.objects.present().filter(page.rows_of(own), state=State.DRAFT, modified__lt=now - FORGOTTEN)
        upper = page.parent_field
        if upper and hasattr(model._meta.get_field(upper).related_model, "state"):
            rows = rows.exclude(**{f"{upper}__state": State.DRAFT})
        if model is Term:
            # It waits for its day, and is told where the term before it ends.
            rows = rows.exclude(began__gt=PartialDate.of(timezone.localdate(now)))
        whose = Cast(Value(None) if page.superusers_only else F(page.council_path), BigIntegerField())
        # A union takes columns by their order, which the querysets of translated models do not keep; plain ones do.
        columns = {"of_kind": Value(number), "row": F("pk"), "of_council": whose, "touched": F("modified")}
        plain = QuerySet(model).filter(pk__in=rows.order_by().values("pk"))
        parts.append(plain.annotate(**columns).order_by().values_list(*columns))
    found = defaultdict(dict)
    for number, pk, council_id, modified in parts[0].union(*parts[1:], all=True):
        found[number][pk] = (council_id, modified)
    for number, rows in found.items():
        model, page = kinds[number]
        named = model.objects.select_related(*page.named_by) if page.named_by else model.objects.all()
        for pk, row in named.in_bulk(list(rows)).items():
            council_id, modified = rows[pk]
            since = day(timezone.localtime(modified))
            text = _("{kind} “{name}” has been a draft since {day}. Publish it or delete it.")
            text = text.format(kind=kind_of(model), name=row, day=since)
            yield Chore(f"councils.draft:{row.public_id}", council_id, text, office.form_of(row))


def reviews(councils, rights, now):
    """Drafts that somebody asks to look at, for those who publish; drafts that came back, for those who asked."""
    publishes = {council.pk for council in councils if rights.may(Right.PUBLISH, council.pk)}
    newer = ReviewRequest.objects.filter(
        model=OuterRef("model"), public_id=OuterRef("public_id"), pk__gt=OuterRef("pk")
    )
    to_review = Q(state=ReviewRequest.State.OPEN, council__in=publishes)
    came_back = Q(state=ReviewRequest.State.SENT_BACK, asked_by=rights.account_id)
    came_back &= Q(council__in=office.where(councils, rights, *WRITERS))
    requests = ReviewRequest.objects.filter(~Exists(newer), to_review | came_back)
    by_model = defaultdict(dict)
    for request in requests.select_related("asked_by").order_by("pk"):
        by_model[request.model][request.public_id] = request
    for model, page in office.pages(everywhere=rights.everywhere):
        own = by_model.get(model._meta.label_lower)
        if not own:
            continue
        rows = model.objects.present().filter(state=State.DRAFT, public_id__in=list(own))
        for row in rows.select_related(*page.named_by) if page.named_by else rows:
            yield _review_of(row, own[row.public_id], now)


def _review_of(row, request, now):
    says = {"kind": kind_of(type(row)), "name": row}
    key = f"councils.review:{row.public_id}:{request.pk}"
    if request.state == ReviewRequest.State.SENT_BACK:
        text = _("{kind} “{name}” came back from review. Change it and mark it as ready again.").format(**says)
        return Chore(key, request.council_id, text, office.form_of(row), urgency=Urgency.TODAY, note=request.answer)
    who = request.asked_by.get_full_name() or request.asked_by.get_username() if request.asked_by else ""
    text = _("{kind} “{name}” is ready for review. Publish it or send it back. Asked by: {who}.")
    text = text.format(**says, who=_isolated(who or _("former colleague")))
    urgency = Urgency.TODAY if request.asked_at <= now - WAITS_LONG else Urgency.SOON
    return Chore(key, request.council_id, text, office.form_of(row), urgency=urgency, note=request.note)


def dead_links(councils, rights, now):
    """Rows that show a link that has failed for days, or one to a page of the portal that is gone."""
    dead = {link.url: link for link in links.dead()}
    own = office.where(councils, rights, Role.EDITOR)
    with_own_pages = []
    for model, page in office.pages(everywhere=rights.everywhere):
        urls, columns = links.url_columns(model) if dead else (), links.text_columns(model)
        if not urls and not columns:
            continue
        whose = Value(None) if page.superusers_only else F(page.council_path)
        rows = model.objects.published(now).filter(page.rows_of(own)).order_by()
        rows = rows.select_related(*page.named_by) if page.named_by else rows
        rows = rows.annotate(of_council=Cast(whose, BigIntegerField()))
        for column in urls:
            for row in rows.filter(**{f"{column}__in": list(dead)}):
                if link := dead.get(getattr(row, column)):
                    yield _dead_link(row, link)
        if columns:
            wanted = links.holding(f'href="{own_links.SCHEME}', columns)
            for row in rows.filter(wanted | links.holding('href="http', columns) if dead else wanted):
                texts = [getattr(row, column) for column in columns]
                with_own_pages.append((row, texts))
                for url in sorted(set().union(*map(links.links_in, texts)) & set(dead)):
                    yield _dead_link(row, dead[url])
    gone = own_links.dead_among([text for _row, texts in with_own_pages for text in texts], now)
    for row, texts in with_own_pages if gone else ():
        yield from _gone_pages(row, texts, gone)


def _gone_pages(row, texts, gone):
    """One line for each page that is gone, with the words that lead there."""
    told = set()
    for kind, target, words in (found for text in texts for found in own_links.LINK.findall(text or "")):
        if (kind, target) in gone and target not in told:
            told.add(target)
            text = _("{kind} “{name}”: a link leads to a page of this portal that is not public: {link}").format(
                kind=kind_of(type(row)), name=row, link=_isolated(plain_text(words))
            )
            key = f"councils.own_link:{row.public_id}:{target}"
            yield Chore(key, row.of_council, text, office.form_of(row), urgency=Urgency.SOON)


def _dead_link(row, link):
    text = _("{kind} “{name}”: a link does not work ({why}): {link}").format(
        kind=kind_of(type(row)), name=row, why=link.get_result_display(), link=_isolated(link.url)
    )
    key = f"councils.link:{row.public_id}:{link.digest[:16]}"
    return Chore(key, row.of_council, text, office.form_of(row), urgency=Urgency.SOON)


def translations(councils, rights, now):
    """Texts that a language lacks, or has for another German: one line for each language that the council keeps up."""
    wanted = {}
    for council in councils:
        kept = kept_languages(council)
        if not rights.has(council.pk, Role.EDITOR):
            kept = [code for code in rights.translates(council.pk) if code in kept]
        if kept:
            wanted[council.pk] = kept
    counts = defaultdict(Counter)
    for model, page in office.pages():
        if fields := translated_fields(model):
            for council_id, language, state in _open_in(model, page, fields, wanted, now):
                counts[council_id, language][state] += 1
    for (council_id, language), states in counts.items():
        missing, outdated = states[TranslationState.MISSING], states[TranslationState.OUTDATED]
        text = _("Translations, {language}: {missing} missing, {outdated} outdated.")
        yield Chore(
            key=f"councils.translations:{language}",
            council_id=council_id,
            text=text.format(language=_isolated(LANGUAGE_NAMES[language]), missing=missing, outdated=outdated),
            url=f"{reverse('admin:translations', args=[council_id])}?language={language}&state=open",
            urgency=Urgency.SOON if outdated else Urgency.LATER,
        )


def _isolated(words):
    """Words that may run the other way, so that they turn nothing round beside them."""
    return f"\u2068{words}\u2069"


def _open_in(model, page, fields, wanted, now):
    """Council and language of each public row with texts missing or outdated, and the worst state of these."""
    languages = sorted({code for codes in wanted.values() for code in codes})
    columns = {(name, code): build_localized_fieldname(name, code) for name in fields for code in ["de", *languages]}
    rows = model.objects.published(now).filter(page.rows_of(wanted)).order_by()
    if hasattr(model, "open_q"):
        # Plain columns do not pass the gate that shuts them.
        rows = rows.filter(model.open_q())
    rows = rows.annotate(of_council=F(page.council_path))
    names = list(columns.values())
    for council_id, records, *texts in rows.values_list("of_council", "translations", *names):
        row, found = dict(zip(columns, texts, strict=True)), defaultdict(set)
        for name in fields:
            german = row[name, "de"]
            if not german:
                continue
            mark, made = fingerprint(german), records.get(name, {})
            for code in wanted[council_id]:
                text, record = row[name, code], made.get(code)
                if text and (record is None or record[1] == mark):
                    continue
                state = derived_state(text, mark, made, code)
                if state in OPEN:
                    found[code].add(state)
        for code, states in found.items():
            yield council_id, code, min(states, key=OPEN.index)
