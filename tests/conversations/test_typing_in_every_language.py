"""A whole claim by typing, in each language's own words, from "new claim" to the list of claims."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from bot.text.words import Words
from tests.conversations.asking import say
from tests.conversations.driver import Chat, prefilled, words
from tests.conversations.keeping import ON_EMBEDDED
from tests.conversations.story import SUBSCRIPTION, TENANT, pdf

#: What is typed is read before anything is kept: one store is enough.
pytestmark = ON_EMBEDDED


class Speech(NamedTuple):
    """What somebody types in a language, in the order it is asked for."""

    name: str
    new_claim: str
    first: tuple[str, ...]
    """Customer, tenant, no payment, and its taking back."""
    location: str
    workloads: str
    contact: tuple[str, str, str]
    change: tuple[str, str]
    """Asking for the contacts again, and going back from there."""
    add: str
    upload: str
    proof: tuple[str, ...]
    confirm: str
    submit: str
    lists: tuple[str, str, str]
    """All claims, those that are submitted, those that are approved."""
    guided: tuple[str, str, str, str]
    """Which role, its three answers."""
    start: str
    products: str
    subscription: str
    revenue: tuple[str, str]
    claim_name: str


ENGLISH = Speech(
    name="en-GB",
    new_claim="New claim, please",
    first=("Customer is Fabrikam", "Tenant fabrikam.example", "opt out", "do not opt out"),
    location="Location 4501123",
    workloads="Teams, Exchange and SharePoint",
    contact=("Contact Casey Customer", "Title IT director", "E-mail casey@fabrikam.example"),
    change=("change my contacts", "back"),
    add="Please add customer",
    upload="upload",
    proof=(
        "What we did: We trained all 300 people in Teams.",
        "signed 2026-05-28",
        "Comment Please look at page two.",
    ),
    confirm="confirm all",
    submit="submit",
    lists=("My claims", "My claims submitted", "My claims approved"),
    guided=("Which role", "Dynamics 365", "influenced selection", "volume licensing"),
    start="start",
    products="Sales and Power BI",
    subscription=f"Subscription {SUBSCRIPTION}",
    revenue=("Seller Sam Seller", "ISV solution Adatum Planner"),
    claim_name="Fabrikam - Use or consume - June 2026",
)
GERMAN = Speech(
    name="de-DE",
    new_claim="Neuer Claim",
    first=(
        "Kunde ist Fabrikam",
        "Mandant fabrikam.example",
        "ich verzichte",
        "ich verzichte nicht",
    ),
    location="Standort 4501123",
    workloads="Teams, Exchange und SharePoint",
    contact=(
        "Ansprechpartnerin ist Casey Customer",
        "Funktion IT-Leiterin",
        "E-Mail casey@fabrikam.example",
    ),
    change=("Kontakte ändern", "zurück"),
    add="Bitte Kunden hinzufügen",
    upload="hochladen",
    proof=(
        "Zusammenfassung Wir haben 300 Personen in Teams geschult.",
        "unterzeichnet am 2026-05-28",
        "Kommentar Bitte Seite zwei ansehen.",
    ),
    confirm="alle bestätigen",
    submit="Claim einreichen",
    lists=("Meine Claims", "Meine Claims eingereicht", "Meine Claims genehmigt"),
    guided=("Welche Rolle", "Dynamics 365", "die Auswahl beeinflusst", "Volumenlizenz"),
    start="los geht’s",
    products="Sales und Power BI",
    subscription=f"Abonnement {SUBSCRIPTION}",
    revenue=("Verkäufer Sam Seller", "ISV-Lösung Adatum Planner"),
    claim_name="Fabrikam - Use or consume - Juni 2026",
)
FRENCH = Speech(
    name="fr-FR",
    new_claim="Nouvelle demande",
    first=("Client : Fabrikam", "Locataire fabrikam.example", "je renonce", "je ne renonce pas"),
    location="Emplacement 4501123",
    workloads="Teams, Exchange et SharePoint",
    contact=(
        "Contact Casey Customer",
        "Fonction Directrice informatique",
        "L’e-mail est casey@fabrikam.example",
    ),
    change=("modifier les contacts", "retour"),
    add="Ajouter le client, s’il vous plaît",
    upload="charger la preuve",
    proof=(
        "Résumé Nous avons formé 300 personnes à Teams.",
        "signé le 2026-05-28",
        "Commentaire Voir la page deux.",
    ),
    confirm="je confirme tout",
    submit="soumettre la demande",
    lists=("Mes demandes", "Mes demandes soumises", "Mes demandes approuvées"),
    guided=("Quel rôle", "Dynamics 365", "le choix du produit", "licence en volume"),
    start="c’est parti",
    products="Sales et Power BI",
    subscription=f"Abonnement {SUBSCRIPTION}",
    revenue=("Vendeur Sam Seller", "Solution ISV Adatum Planner"),
    claim_name="Fabrikam - Use or consume - juin 2026",
)
SPANISH = Speech(
    name="es-MX",
    new_claim="¡Nueva reclamación!",
    first=(
        "El cliente es Fabrikam",
        "Inquilino fabrikam.example",
        "renuncio al pago",
        "no renuncio al pago",
    ),
    location="Ubicación 4501123",
    workloads="Teams, Exchange y SharePoint",
    contact=("Contacto Casey Customer", "Cargo Directora de TI", "Correo casey@fabrikam.example"),
    change=("cambiar los contactos", "atrás"),
    add="Agregar cliente, por favor",
    upload="cargar la prueba",
    proof=(
        "Resumen Formamos a 300 personas en Teams.",
        "firmado el 2026-05-28",
        "Comentario Vea la página dos.",
    ),
    confirm="confirmo todo",
    submit="enviar la reclamación",
    lists=("Mis reclamaciones", "Mis reclamaciones enviadas", "Mis reclamaciones aprobadas"),
    guided=("¿Qué rol", "Dynamics 365", "influí en la elección", "licencias por volumen"),
    start="empezar",
    products="Sales y Power BI",
    subscription=f"Suscripción {SUBSCRIPTION}",
    revenue=("Vendedor Sam Seller", "Solución ISV Adatum Planner"),
    claim_name="Fabrikam - Use or consume - junio de 2026",
)
PORTUGUESE = Speech(
    name="pt-BR",
    new_claim="Nova reivindicação",
    first=(
        "O cliente é Fabrikam",
        "Locatário fabrikam.example",
        "renuncio ao pagamento",
        "não renuncio",
    ),
    location="Localização 4501123",
    workloads="Teams, Exchange e SharePoint",
    contact=("Contato Casey Customer", "Cargo Diretora de TI", "E-mail casey@fabrikam.example"),
    change=("alterar contatos", "voltar"),
    add="Adicionar cliente, por favor",
    upload="enviar o comprovante",
    proof=(
        "Resumo Treinamos 300 pessoas no Teams.",
        "assinado em 2026-05-28",
        "Comentário Veja a página dois.",
    ),
    confirm="confirmo tudo",
    submit="enviar a reivindicação",
    lists=(
        "Minhas reivindicações",
        "Minhas reivindicações enviadas",
        "Minhas reivindicações aprovadas",
    ),
    guided=("Qual função", "Dynamics 365", "influenciamos a escolha", "licenciamento por volume"),
    start="começar",
    products="Sales e Power BI",
    subscription=f"Assinatura {SUBSCRIPTION}",
    revenue=("Vendedor Sam Seller", "Solução ISV Adatum Planner"),
    claim_name="Fabrikam - Use or consume - junho de 2026",
)
JAPANESE = Speech(
    name="ja-JP",
    new_claim="新規申請をお願いします",
    first=(
        "顧客はFabrikamです",
        "テナントはfabrikam.exampleです",
        "オプトアウトします",
        "オプトアウトしません",
    ),
    location="所在地は4501123です",
    workloads="Teams、ExchangeとSharePoint",
    contact=(
        "担当者はCasey Customerです",
        "役職 情報システム部長",
        "メールはcasey@fabrikam.exampleです",
    ),
    change=("連絡先を変更", "戻る"),
    add="顧客を追加します",
    upload="実行証明をアップロードします",
    proof=(
        "概要は Teams の研修を 300 名に行いました。",
        "署名日は2026-05-28です",
        "コメント 2 ページ目をご覧ください。",
    ),
    confirm="すべて確認しました",
    submit="提出します",
    lists=("マイ申請", "マイ申請 提出済み", "マイ申請 承認済み"),
    guided=(
        "どのロール",
        "Dynamics 365",
        "お客様の製品選定を支援しました",
        "ボリュームライセンス",
    ),
    start="始めます",
    products="SalesとPower BI",
    subscription=f"サブスクリプションは{SUBSCRIPTION}です",
    revenue=("営業担当者はSam Sellerです", "ISV ソリューション Adatum Planner"),
    claim_name="Fabrikam - Use or consume - 2026年6月",
)
LANGUAGES = [ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, JAPANESE]


@pytest.fixture(params=LANGUAGES, ids=lambda speech: speech.name)
def speech(request: pytest.FixtureRequest) -> Speech:
    return request.param


@pytest.fixture
def chat(ada: Chat, speech: Speech) -> Chat:
    ada.locale = speech.name
    ada.product.look_quickly()
    ada.product.wait_for_files()
    return ada


def step(chat: Chat, number: int, name: str) -> str:
    said = Words(chat.locale)
    return said.plain("card.step", step=number, name=said.plain(f"step.{name}"))


async def test_modern_work_from_new_claim_to_my_claims(chat: Chat, speech: Speech) -> None:
    shown = Words(chat.locale)
    assert step(chat, 1, "role") in await say(chat, speech.new_claim)
    assert step(chat, 2, "customer") in await say(chat, "Use or consume", *speech.first)
    assert (await chat.product.claim()).opt_out_of_incentive is False
    assert step(chat, 3, "workloads") in await say(chat, speech.location)
    assert step(chat, 4, "contacts") in await say(chat, speech.workloads)
    assert shown.plain("review.headline") in await say(chat, *speech.contact)
    assert step(chat, 4, "contacts") in await say(chat, speech.change[0])
    assert shown.plain("review.headline") in await say(chat, speech.change[1])
    await say(chat, speech.add)
    assert (await chat.product.claim()).status == "draft"
    assert shown.plain("proof.headline") in await say(chat, speech.upload)
    await chat.send(("Signed.pdf", pdf()))
    await say(chat, *speech.proof, speech.confirm, speech.submit)

    claim = await chat.product.claim()
    assert claim.status == "submitted"
    assert claim.partner_contact_email == "ada@contoso.example"
    assert (claim.customer_name, claim.tenant_id) == ("Fabrikam", TENANT)
    assert claim.claim_name == speech.claim_name
    assert set(claim.workloads) == {"teams", "exchange_online", "sharepoint_online"}
    assert claim.customer_contact_name == "Casey Customer"
    assert speech.contact[1].endswith(claim.customer_contact_title or "-")
    assert claim.customer_contact_email == "casey@fabrikam.example"
    assert speech.proof[0].endswith(claim.poe_summary or "-")
    assert str(claim.poe_signed_on) == "2026-05-28"
    assert speech.proof[2].endswith(claim.comments or "-")

    every, submitted, approved = speech.lists
    assert "Fabrikam" in await say(chat, every)
    assert "Fabrikam" in await say(chat, submitted)
    assert shown.plain("my_claims.none_filtered") in await say(chat, approved)


async def test_business_applications_from_which_role_to_the_review(
    chat: Chat, speech: Speech
) -> None:
    await say(chat, *speech.guided)
    assert "Influenced Revenue" in words(chat.shown)
    assert step(chat, 1, "role") in await say(chat, speech.start)
    assert prefilled(chat.shown)["partner_role"] == "influenced_revenue"
    next_word = Words(chat.locale).plain("button.next")
    assert step(chat, 2, "customer") in await say(chat, next_word)
    assert step(chat, 3, "products") in await say(chat, "Fabrikam", "fabrikam.example", "4501124")
    assert step(chat, 4, "contacts") in await say(chat, speech.products, speech.subscription)
    told = await say(chat, *speech.contact, *speech.revenue)
    assert Words(chat.locale).plain("review.headline") in told

    claim = await chat.product.claim()
    assert claim.partner_role == "influenced_revenue"
    assert claim.purchase_channel == "volume_licensing"
    assert set(claim.products) == {"sales", "power_bi"}
    assert claim.subscription_id == SUBSCRIPTION
    assert (claim.seller_name, claim.isv_solution) == ("Sam Seller", "Adatum Planner")


async def test_a_purchase_channel_is_read_in_the_persons_words(chat: Chat, speech: Speech) -> None:
    await say(chat, speech.new_claim, "Influenced Revenue", speech.guided[3])
    assert (await chat.product.claim()).purchase_channel == "volume_licensing"
