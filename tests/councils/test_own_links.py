"""Links in texts to the portal's own pages: kept by what they lead to, and shown only where that is public."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from councils import chores, own_links
from councils.accounts.rights import Rights
from councils.richtext import clean_html
from tests import factories, files
from tests.office import address, save

pytestmark = pytest.mark.django_db


def link_to(row, kind, words="dort"):
    return f'<p>Siehe <a href="portal:{kind}/{row.public_id}">{words}</a>.</p>'


@pytest.fixture
def council():
    return factories.make_council(slug="rat")


def test_a_link_leads_where_the_page_is_by_now(client, council):
    other = factories.make_council(slug="alt")
    target = factories.make_news(council=other, slug="meldung")
    meeting = factories.make_meeting(other)
    paper = factories.make_document(council=other, availability="file", file=files.upload())
    texts = [link_to(other, "council"), link_to(other, "council-contact"), link_to(target, "news"),
             link_to(meeting, "meeting"), link_to(paper, "document")]  # fmt: skip
    news = factories.make_news(council=council, slug="hier", body_de="".join(texts))
    assert "portal:news/" in news.body_de

    other.slug = "neu"
    other.save()

    page = client.get("/de/councils/rat/news/hier/").content.decode()
    assert "portal:" not in page
    for path in ("councils/neu/", "councils/neu/contact/", "councils/neu/news/meldung/",
                 f"councils/neu/meetings/{meeting.public_id}/"):  # fmt: skip
        assert f'<a href="/de/{path}">dort</a>' in page
    assert '<a href="/files/' in page
    assert (
        f'<a href="/ar/councils/neu/meetings/{meeting.public_id}/">'
        in client.get("/ar/councils/rat/news/hier/").content.decode()
    )


def test_a_link_to_what_is_not_public_is_words_only(client, council):
    target = factories.make_news(council=council, slug="bald", title_de="Geheimer Titel")
    target.withdraw()
    soon = factories.make_news(council=council, slug="spaeter", publish_at=timezone.now() + timedelta(days=1))
    body = link_to(target, "news") + link_to(soon, "news", "<strong>später</strong>") + link_to(soon, "unknown")
    factories.make_news(council=council, slug="hier", body_de=body)

    page = client.get("/de/councils/rat/news/hier/").content.decode()

    assert "<p>Siehe dort.</p><p>Siehe <strong>später</strong>.</p>" in page
    assert "Geheimer" not in page
    assert "portal:" not in page


def test_links_of_a_page_take_one_query(client, council, django_assert_max_num_queries):
    def queries(body):
        news = factories.make_news(council=council, body_de=body)
        with django_assert_max_num_queries(8) as counted:
            client.get(f"/de/councils/rat/news/{news.slug}/")
        return len(counted)

    rows = [factories.make_news(council=council) for _number in range(3)]
    meeting = factories.make_meeting(council)
    without = queries("<p>x</p>")

    assert queries(link_to(rows[0], "news")) == without + 1
    assert queries("".join([link_to(row, "news") for row in rows]) + link_to(meeting, "meeting")) == without + 1


def test_fullest_pages_stay_within_eight_queries(client, council, django_assert_num_queries):
    link = link_to(council, "council-contact")
    factories.make_reader(council)
    for number in range(2):
        factories.make_council(slug=f"teil-{number}", name_de=f"Teil {number}", part_of=council)
        factories.make_council_name(council=council)
        factories.make_notice(council=council, body_de=link)
        factories.make_statement(council=council, body_de=link)
    meeting = factories.make_meeting(councils=[council, factories.make_council()], summary_de=link)
    factories.make_meeting(council)
    factories.make_agenda_item(meeting=meeting)
    factories.make_meeting_document(meeting=meeting)
    factories.make_meeting_notice(meeting=meeting)
    factories.make_offer(council=council)

    for path in ("", f"meetings/{meeting.public_id}/"):
        with django_assert_num_queries(8):
            page = client.get(f"/de/councils/rat/{path}").content.decode()
        assert '<a href="/de/councils/rat/contact/">dort</a>' in page
        assert "Teil 1" in page or path


def test_desk_names_links_to_pages_that_are_gone(council):
    alive, gone = factories.make_news(council=council), factories.make_news(council=council)
    texts = link_to(alive, "news") + link_to(gone, "news", "<strong>Fest</strong>")
    row = factories.make_news(council=council, title_de="Hier", body_de=texts, body_en=texts)
    rights = Rights(factories.make_editor(council).user)

    def told():
        return list(chores.dead_links([council], rights, timezone.now()))

    assert told() == []
    gone.withdraw()

    (chore,) = told()
    assert "Hier" in chore.text
    assert "Fest" in chore.text
    assert "<" not in chore.text
    assert chore.url == f"/admin/councils/news/{row.pk}/change/"


def test_a_pasted_address_is_kept_by_what_it_leads_to(council):
    now = timezone.now()
    news = factories.make_news(council=council, slug="hier")
    draft = factories.make_news(council=council, slug="entwurf", state="draft")
    meeting = factories.make_meeting(council)
    council.slug = "neu"
    council.save()

    def kept(path):
        return own_links.identity_of(f"{settings.BASE_URL}{path}", now)

    assert kept("/de/councils/neu/") == f"portal:council/{council.public_id}"
    assert kept("/ar/councils/rat/") == f"portal:council/{council.public_id}"
    assert kept("/de/councils/rat/news/hier/") == f"portal:news/{news.public_id}"
    assert kept(f"/de/councils/neu/meetings/{meeting.public_id}/") == f"portal:meeting/{meeting.public_id}"
    assert kept("/de/councils/neu/take-part/") == f"portal:council-take-part/{council.public_id}"
    elsewhere = [
        f"/de/councils/neu/news/{draft.slug}/", "/de/councils/neu/?x=1", "/de/nichts/", "/admin/", "", "//x/", "/\t/[x",
    ]  # fmt: skip
    assert [kept(path) for path in elsewhere] == [""] * 7
    assert own_links.identity_of("https://example.org/de/councils/neu/", now) == ""
    for attributes in (f'class="x" href="{settings.BASE_URL}/de/councils/neu/"', "HREF='/de/councils/neu/'"):
        link = f'<a href="portal:council/{council.public_id}" rel="noopener noreferrer">x</a>'
        assert own_links.cleaned(f"<p><A {attributes}>x</A></p>", now) == f"<p>{link}</p>"


def test_only_well_formed_identities_pass_the_cleaner():
    good = "portal:news/6f4f0c1e-6f0b-5d0e-9a55-3a7a3e1f7b52"

    assert f'href="{good}"' in clean_html(f'<p><a href="{good}">x</a></p>')
    for bad in ("portal:javascript", "PORTAL:news/1", "portal:news/../../x", f"{good}x"):
        assert "href" not in clean_html(f'<p><a href="{bad}">x</a></p>')


# -- in the office ----------------------------------------------------------------------------------------------------


@pytest.fixture
def writer(client, council):
    client.force_login(factories.make_editor(council).user)
    return client


def test_form_keeps_a_pasted_address_by_what_it_leads_to(writer, council):
    news = factories.make_news(council=council)
    pasted = f'<p class="MsoNormal"><a href="{settings.BASE_URL}/de/councils/rat/contact/">Büro</a></p>'

    assert save(writer, address(news, "change"), body_de=pasted).status_code == 302

    news.refresh_from_db()
    assert f'<p><a href="portal:council-contact/{council.public_id}"' in news.body_de


def test_pages_to_link_to_are_public_ones_and_own_ones_come_first(writer, council, django_assert_max_num_queries):
    other = factories.make_council(slug="anderer")
    for number in range(3):
        factories.make_news(council=other, title_de=f"Fest {number}")
    own = factories.make_news(council=council, title_de="Fest <1>")
    factories.make_news(council=council, title_de="Fest geheim", state="draft")

    with django_assert_max_num_queries(20):
        found = writer.get("/admin/own-pages/?json&q=Fest").json()["pages"]

    assert (found[0]["title"], found[0]["link"]) == ("Fest <1>", f"portal:news/{own.public_id}")
    assert len(found) == 4
    page = writer.get("/admin/own-pages/?q=Fest").content.decode()
    assert "Fest &amp;lt;1&amp;gt;&lt;/a&gt;" in page
    assert "geheim" not in page


def test_pasted_text_is_cleaned_for_insiders_only(client, writer, council):
    word = '<p class="MsoNormal" style="color:red">Hallo<o:p></o:p></p>'

    answer = writer.post("/admin/clean-text/", {"text": word})

    assert (answer.content.decode(), answer["Content-Type"]) == ("<p>Hallo</p>", "text/plain; charset=utf-8")
    assert writer.get("/admin/clean-text/").status_code == 405
    client.force_login(factories.make_editor(council, role="message_reader").user)
    assert client.post("/admin/clean-text/", {"text": word}).status_code == 403
    client.logout()
    assert client.post("/admin/clean-text/", {"text": word}).status_code in {302, 403}
