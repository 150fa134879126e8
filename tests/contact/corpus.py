"""Messages as people write them and as bots do, all of them made up: names, numbers and addresses belong to nobody."""

# ruff: noqa: E501 a message is one line
from typing import NamedTuple


class Bot(NamedTuple):
    """What a bot sends and how it behaves at the form.

    ``seconds`` lie between opening the form and sending it; ``stamp`` is "good", "none" (the form was never opened) or
    "other" (taken from the form of another submission); a ``honeypot`` is filled by what fills every field.
    """

    text: str
    honeypot: str = ""
    seconds: int = 20
    stamp: str = "good"


HONEST = {
    "de": [
        "Wann ist die nächste Sitzung?",
        "Guten Tag, ich habe am 3. März bei der Ausländerbehörde einen Antrag auf Verlängerung gestellt und bis heute keine Antwort bekommen. Telefonisch erreiche ich niemanden. Mein Arbeitgeber fragt jede Woche nach. Können Sie mir sagen, an wen ich mich noch wenden kann? Sie erreichen mich unter 0176 12345678 ab 17 Uhr.\n\nMit freundlichen Grüßen\nA. Mahmoud",
        "ICH BIN WIRKLICH WÜTEND!!! SEIT ACHT MONATEN WARTE ICH AUF EINEN TERMIN UND NIEMAND FÜHLT SICH ZUSTÄNDIG!!! WOZU GIBT ES SIE ÜBERHAUPT???",
        "Hallo, ich habe diese Mail vom Amt bekommen und verstehe sie nicht:\n\n> Von: poststelle@auslaenderbehoerde.example\n> Betreff: Ihre Vorsprache\n> Bitte bringen Sie die unter https://www.auslaenderbehoerde.example/unterlagen/aufenthalt?id=4711&lang=de genannten Unterlagen vollständig mit. Unvollständige Anträge werden nicht bearbeitet.\n\nAuf der Seite steht aber etwas anderes als im Brief. Was gilt denn nun?",
        "Kurze Frage: Darf ich als EU-Bürger bei der Wahl zum Beirat mitmachen? Danke! 🙏",
    ],
    "de-simple": [
        "Hallo. Ich suche einen Deutsch-Kurs. Ich habe 2 Kinder. Wer kann auf die Kinder aufpassen? Bitte helfen Sie mir.",
        "Ich habe Post vom Jobcenter. Ich verstehe den Brief nicht. Wer kann mir helfen?",
        "Termin bitte",
        "Ich bin im Rollstuhl.Kann ich zur Sitzung kommen?Gibt es einen Aufzug?Bitte schreiben Sie einfach.Danke",
        "Mein Sohn wird in der Schule beleidigt. Die Kinder sagen schlimme Worte über seine Haut. Die Lehrerin macht nichts. Ich habe schon 3 mal angerufen: 030 1234567. Was soll ich machen?",
    ],
    "en": [
        "When is the next meeting?",
        "Hi, my landlord told me on the phone that he doesn't rent to foreigners. He actually said it. I wrote down the date and time. Is there anything I can do about it, and do you know a lawyer who speaks English?",
        "This is a disgrace. Three letters, three different answers, nobody picks up the phone. Do you people do ANYTHING at all except hold meetings and take photos of each other?",
        "I applied for these flats and never got an answer, always as soon as they read my name:\nhttps://wohnungen.example/angebot/1029384\nhttps://wohnungen.example/angebot/1029391\nMy German colleague wrote to the same agent on the same day and was invited to both of them. I have the mails. Would the council look at this?",
        "hello im student at the university and write my thesis about participation of migrants. could i interview a member of the council? 30 min is enough, my mail is j.doe@uni.example or whatsapp +49 151 0000000",
    ],
    "ar": [
        "متى الاجتماع القادم؟",
        "السلام عليكم، وصلتني رسالة من دائرة الأجانب ولم أفهم المطلوب مني. هل يوجد عندكم شخص يتكلم العربية ويستطيع أن يساعدني؟ رقمي ٠١٧٦١٢٣٤٥٦٧ وأنا متاح بعد الساعة الخامسة مساءً. شكراً جزيلاً.",
        "أنا غاضب جداً!!! منذ سنة كاملة وأنا أنتظر موعداً ولا أحد يرد على الهاتف!!! هذا ظلم!!!",
        "هذا الرابط الذي أرسلوه لي لا يعمل: https://www.amt.example/termin/buchen?dienst=aufenthalt&sprache=ar\nكلما فتحته يظهر Fehler 500. ماذا أفعل؟ Ich brauche Termin bitte dringend.",
        "ابنتي عمرها ست سنوات ولم تحصل على مكان في المدرسة القريبة من بيتنا 😔 المدرسة قالت إن الصفوف ممتلئة، لكن جارتنا سجلت ابنها بعدنا وقبلوه. هل هذا تمييز؟",
    ],
    "bg": [
        "Кога е следващото заседание?",
        "Здравейте, работя в строителна фирма от четири месеца и не съм получил заплатата си за последните два. Шефът казва, че ще плати другата седмица, и така всяка седмица. Нямам договор на хартия. Към кого да се обърна?",
        "СРАМОТА!!! Чаках три часа на опашка и накрая ми казаха, че съм дошъл в грешния ден!!!",
        "Моля за помощ с този формуляр: https://formulare.example/kindergeld/antrag.pdf Не разбирам точка 7 и точка 12. Телефон 0152 3456789, Мария",
        "Добър ден, искам да участвам в празника през юни с български танци. Ние сме група от 12 души 💃 Как да се запишем?",
    ],
    "fa": [
        "جلسه بعدی کی است؟",
        "سلام، من و همسرم شش ماه است که در این شهر زندگی می‌کنیم و هنوز جایی برای کلاس زبان پیدا نکرده‌ایم. همه جا لیست انتظار است. آیا شما کلاسی می‌شناسید که زودتر شروع شود؟ شماره من ۰۱۷۶۹۸۷۶۵۴۳ است.",
        "چرا هیچ‌کس جواب نمی‌دهد؟؟؟ این سومین پیام من است!!!",
        "این نامه را گرفتم و نمی‌فهمم:\n«Sehr geehrter Herr Karimi, Ihr Antrag vom 12.05. wird hiermit abgelehnt. Gegen diesen Bescheid können Sie innerhalb eines Monats Widerspruch einlegen.»\nآیا باید به دادگاه بروم؟",
        "من پزشک هستم و مدارکم هنوز تأیید نشده. در سایت https://anerkennung.example/fa نوشته سه ماه، ولی الان یک سال گذشته است 😞 چه کار کنم؟",
    ],
    "pl": [
        "Kiedy jest następne posiedzenie?",
        "Dzień dobry, pracuję w magazynie przez agencję i mieszkam w ich kwaterze. Potrącają nam 450 € miesięcznie za łóżko w pokoju na sześć osób. Czy to jest legalne? Nie chcę podawać nazwiska, bo boję się o pracę.",
        "To jest skandal!!! Córka nie dostała miejsca w przedszkolu, bo „nie mówi wystarczająco po niemiecku”. ONA MA TRZY LATA!!!",
        "Czy ktoś mógłby mi wytłumaczyć, co to znaczy? Dostałem taki link z urzędu: www.urzad.example/bescheid/2024/8812 i nie mogę się zalogować. tel. +49 160 1112223",
        "Dziękuję za pomoc w zeszłym tygodniu ❤️ wszystko się udało, pozdrawiam serdecznie, Ania",
    ],
    "ro": [
        "Când este următoarea ședință?",
        "Bună ziua, lucrez la un abator și șeful nu ne plătește orele suplimentare. Suntem opt colegi, toți din România și Moldova. Ne este frică să vorbim. Există cineva care ne poate sfătui gratuit și în limba română?",
        "NU E NORMAL SĂ AȘTEPȚI 5 LUNI PENTRU O HÂRTIE!!! MI-E RUȘINE CĂ PLĂTESC IMPOZITE AICI!!!",
        "Am găsit pagina asta https://amt.example/ro/inscriere-scoala dar formularul e doar în germană. Îl aveți și în română? Mulțumesc frumos, Elena 0157 2223344",
        "vreau sa vin la sedinta dar lucrez pana la 19, se poate si online?",
    ],
    "ru": [
        "Когда следующее заседание?",
        "Здравствуйте! Моей маме 74 года, она не говорит по-немецки и плохо слышит. Ей нужен врач, который говорит по-русски, желательно рядом с центром. Мы обзвонили десять практик, нигде не принимают новых пациентов. Посоветуйте, пожалуйста, куда обратиться. Тел. 0170 5556677",
        "Вы вообще читаете то, что вам пишут??? Я писал уже два раза! Позор!",
        "Получил вот это письмо, вставляю как есть:\n---\nSehr geehrte Frau Petrowa, wir bitten um Vorlage folgender Unterlagen: Meldebescheinigung, Mietvertrag, letzte drei Gehaltsabrechnungen. Weitere Hinweise: https://www.jobcenter.example/hinweise, Rückfragen an team512@jobcenter.example\n---\nЗарплатных листов у меня нет, я в декрете. Что делать?",
        "Хочу предложить идею 💡 сделать в библиотеке полку с книгами на родных языках. Книги принесём сами.",
    ],
    "tr": [
        "Bir sonraki toplantı ne zaman?",
        "Merhaba, oğlum lise öğrencisi ve staj arıyor. Otuz yere başvurdu, hepsinden ret geldi. Arkadaşı Alman ismiyle aynı yere başvurdu ve hemen çağrıldı. Bunu nereye bildirebiliriz?",
        "YETER ARTIK!!! HER GÜN AYNI ŞEY!!! KİMSE TELEFONA BAKMIYOR!!!",
        "Selamlar, camimizde 14 Ekim'de açık kapı günü var, Gremium üyelerini de bekleriz. Program burada: https://cami.example/acik-kapi Tel 0221 123456",
        "ich will fragen wegen meiner Rente, annem 40 yıl burada çalıştı, kimse bize düzgün cevap vermiyor. Danke im voraus",
    ],
    "uk": [
        "Коли наступне засідання?",
        "Добрий день! Ми з двома дітьми живемо в гуртожитку вже рік. Молодша дитина часто хворіє через плісняву на стіні. Адміністрація каже, що нічого зробити не може. Чи може хтось прийти і подивитися? Мій номер 0151 7778899.",
        "Чому мене знову відправили додому без відповіді??? Я стояла в черзі з четвертої ранку!",
        "На сторінці https://www.stadt.example/ukraine/aufenthalt-24 написано, що дозвіл продовжується автоматично, а в банку мені не вірять і блокують рахунок. Чи є якась довідка? Дякую 🇺🇦",
        "хочу бути волонтеркою, можу перекладати з української, російської та англійської",
    ],
    "vi": [
        "Cuộc họp tiếp theo là khi nào?",
        "Chào anh chị, tôi làm ở tiệm nail được hai năm. Chủ tiệm giữ hộ chiếu của tôi và nói khi nào trả hết nợ mới đưa lại. Tôi sợ lắm. Tôi phải làm gì? Xin đừng gọi điện, hãy trả lời ở đây.",
        "TẠI SAO KHÔNG AI TRẢ LỜI EMAIL CỦA TÔI!!! TÔI ĐÃ GỬI BỐN LẦN RỒI!!!",
        "Tôi muốn xin học tiếng Đức cho mẹ tôi, tôi thấy ở đây https://kurse.example/vi/deutsch-a1 nhưng không biết đăng ký thế nào. Số điện thoại 0163 4445566, cảm ơn nhiều ạ",
        "Hội người Việt muốn tổ chức Tết Trung thu 🏮 cho trẻ em, xin hỏi có thể mượn phòng của Rathaus không?",
    ],
}

# Short questions that many people ask in the same words.
REPEATED = ["Wann ist die nächste Sitzung?", "Wann ist die Wahl?", "متى الاجتماع القادم؟", "Hallo", "?", "🙏"]

_SEO = "Hello {name} Team, I was looking at your website and noticed that it does not rank on the first page of Google for its most important keywords. We are a full service agency with more than {number} happy clients and we can bring you more visitors, more calls and more sales within {months} months. Shall I send you our packages and prices?"
_LOAN = "Dear {name}, do you need an urgent loan to pay your bills or start a business? We offer personal and company loans from {number} to ten million at two percent interest without collateral and without credit check. Approval takes {months} hours only. Apply now by sending your full name, amount and phone number to {mail}"
_RANKING = "Guten Tag {name}, Ihre Internetseite hat großes Potenzial, wird aber von Kunden kaum gefunden. Unser Team hat schon {number} Unternehmen auf die erste Seite gebracht, ganz ohne Vertragsbindung. Gern erstellen wir Ihnen eine kostenlose Analyse und zeigen, wie Sie in {months} Monaten doppelt so viele Anfragen erhalten. Termin: {mail}"
_CRYPTO = "Здравствуйте, {name}! Закрытый клуб инвесторов открывает набор: наши участники зарабатывают от {number} долларов в неделю на автоматической торговле криптовалютой, без опыта и без риска. Осталось всего {months} мест, запись закрывается сегодня вечером, подробности у менеджера: {mail}"

BOTS = [
    # Fill every field that a form has.
    Bot("Get 10,000 real visitors to your site for only $39! https://traffic-boost.example/order", "http://traffic.example", 6),
    Bot("Best online casino bonus 2024, 200 free spins, no deposit needed. Play now!", "casinoking", 4),
    Bot("Купить диплом любого вуза, доставка по всей стране, оплата после проверки.", "diplom", 9),
    Bot("Cheap viagra cialis levitra without prescription, worldwide shipping https://rx-market.example", "89123456789", 3),
    Bot("We can place your article on 500 high authority blogs. DA 50+. Permanent dofollow backlinks.", "SEO Expert", 14),
    Bot("Kredit ohne Schufa in 24 Stunden, jetzt Antrag stellen: https://sofortkredit.example", "Müller Finanz", 2),
    Bot("Earn $5000 per week from home with our proven crypto robot. Join the Telegram group t.me/robotprofit", "google", 1),
    Bot("pZqLmVtRkXhWbN", "kTzRqWnPlM", 5),
    Bot("Hi! I am Anna, 24, looking for a serious man. See my photos here: https://anna-dates.example/me", "Anna", 11),
    Bot("Tanie leki na potencję bez recepty, dyskretna wysyłka, rabat 30% do końca tygodnia", "apteka", 8),
    Bot("Bahis sitemize üye olun, ilk yatırımınıza %100 bonus kazanın! https://bahis.example/uye", "bahis", 5),
    Bot("Hi, would you like a professional explainer video for your business? Prices start at 99 USD.", "video studio", 30),
    Bot(_SEO.format(name="Beirat", number=300, months=3), "Digital Growth", 7),
    Bot(_SEO.format(name="Council", number=450, months=6), "Digital Growth", 7),
    Bot(_LOAN.format(name="Sir", number="five thousand", months=24, mail="loans@credit.example"), "loan firm", 12),
    Bot("Ganhe dinheiro rápido trabalhando em casa, vagas limitadas, clique https://renda.example", "dinheiro", 4),
    Bot("Reparamos su reputación en internet, eliminamos malas reseñas garantizado.", "reputacion", 16),
    Bot("Replica watches, bags and shoes, AAA quality, free shipping https://luxcopy.example/sale", "luxury", 3),
    Bot("您好，我们是专业的外贸工厂，提供LED灯具批发，欢迎询价 sales@ledfactory.example", "LED", 20),
    Bot("Zakłady bukmacherskie, darmowy bonus 500 zł na start https://bet.example/bonus", "bonus", 6),
    # Post straight to the address, or with the stamp of a form that was opened once for all of them.
    Bot("Hello, I can increase your domain rating to 70 in 30 days. Interested?", stamp="none"),
    Bot("Vous cherchez un crédit rapide entre particuliers ? Écrivez à pret@finance.example", stamp="none"),
    Bot("Online casino https://spin1.example https://spin2.example https://spin3.example", stamp="none"),
    Bot(_CRYPTO.format(name="подруга", number=800, months=3, mail="bot@invest.example"), stamp="none"),
    Bot("Your website was hacked. Pay 0.05 BTC to the following wallet within 72 hours or all data will be published.", stamp="none"),
    Bot(_CRYPTO.format(name="партнёр", number=1100, months=9, mail="start@invest.example"), stamp="none"),
    Bot(_RANKING.format(name="Webmaster", number=1200, months=2, mail="info@rang.example"), stamp="none"),
    Bot("Kaufen Sie 50 Google-Bewertungen mit 5 Sternen, Lieferung in 3 Tagen.", stamp="none"),
    Bot("Make your site GDPR compliant today, avoid fines up to 20 million! https://gdpr-fix.example", stamp="other", seconds=900),
    Bot("Invest in gold mining shares now, 40% monthly return guaranteed.", stamp="other", seconds=4000),
    Bot("Escort service in your city, photos and prices https://escort.example", stamp="other", seconds=600),
    Bot("Evden çalışarak günde 2000 TL kazanmak ister misiniz? Hemen yazın: is@kazan.example", stamp="other", seconds=1200),
    Bot(_LOAN.format(name="Madam", number="three thousand", months=12, mail="fast@credit.example"), stamp="other", seconds=300),
    Bot(_RANKING.format(name="Admin", number=300, months=6, mail="mail@rang.example"), stamp="other", seconds=5000),
    # Open the form and send it at once.
    Bot("I found broken links on your page, here is the report: https://audit.example/r/8812", seconds=1),
    Bot("Casino без депозита, 100 фриспинов за регистрацию https://slot.example/go", seconds=2),
    Bot("Hello, we sell a database of 4 million business contacts. Reply to data@leads.example", seconds=1),
    Bot("CBD oil, now legal and with 20% off: www.cbdshop.example", seconds=1),
    Bot("Pozyczki przez internet bez BIK, decyzja w 5 minut pozyczki24.example/wniosek", seconds=2),
    Bot("Mein Freund hat mit dieser Methode 8000 € im Monat verdient: https://reich.example/start?ref=77", seconds=1),
    Bot(_RANKING.format(name="Team", number=900, months=3, mail="kontakt@rang.example"), seconds=2),
    Bot(_CRYPTO.format(name="друг", number=900, months=12, mail="klub@invest.example"), seconds=1),
    Bot(_SEO.format(name="Portal", number=250, months=4), seconds=2),
    Bot(_SEO.format(name="Website", number=600, months=5), seconds=1),
    Bot("Hi there, quick question: do you accept guest posts on your website?", seconds=2),
    Bot("Web design from 199 only! New website in 48 hours. WhatsApp us at +1 555 0100 200.", seconds=1),
    # Drive a real browser and take their time, but want their links seen.
    Bot('Great post! <a href="https://pills.example">buy pills online</a> thanks for sharing', seconds=25),
    Bot("[url=https://poker.example]poker online[/url] [url=https://slots.example]slots[/url]", seconds=40),
    Bot('<a href="https://essay.example/order">essay writing service</a>', seconds=12),
    Bot("Интересная статья. [url=https://stroyka.example/doma]строительство домов под ключ[/url]", seconds=33),
    Bot("[link=https://loan.example]payday loan[/link] bad credit ok", seconds=18),
    Bot("Visit [URL=https://sneakers.example/sale]our shop[/URL] for cheap sneakers", seconds=21),
    Bot(
        "\n".join(f"https://{word}.example/{word}-online" for word in (
            "rolex", "gucci", "poker", "roulette", "tramadol", "xanax", "bitcoin", "forex", "essay", "hosting"
        )),
        seconds=15,
    ),
    Bot(
        "casino\n" + "\n".join(f"http://casino-{number}.example/?aff=9{number}" for number in range(12)),
        seconds=50,
    ),
    Bot(
        _CRYPTO.format(name="коллега", number=1500, months=7, mail="https://k.example https://l.example m@invest.example"),
        seconds=60,
    ),
    Bot(
        _CRYPTO.format(name="товарищ", number=1200, months=5, mail="https://n.example https://o.example p@invest.example"),
        seconds=45,
    ),
    Bot(
        _RANKING.format(name="Redaktion", number=700, months=4, mail="https://rang.example https://seo.example a@rang.example"),
        seconds=55,
    ),
    Bot(
        _SEO.format(name="Office", number=800, months=2) + " https://a.example https://b.example https://c.example",
        seconds=35,
    ),
    # Nothing sets these apart from what people write.
    Bot("Dear Sir, we are a manufacturer of office chairs and look for partners in your country.", seconds=65),
    Bot("Ich biete Reinigung von Büros und Treppenhäusern zum Festpreis an. Bei Interesse bitte melden.", seconds=48),
]  # fmt: skip
