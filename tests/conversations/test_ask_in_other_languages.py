"""Questions about one's own claim, and about a field in a step, in six languages."""

from __future__ import annotations

import pytest

from tests.conversations.asking import told
from tests.conversations.driver import Chat, words
from tests.conversations.story import at_items, submitted

#: Locale, question, and the first words of the claim's own answer.
OF_A_CLAIM = [
    ("en-GB", "what is Fabrikam waiting for?", "Fabrikam: submitted, waiting for the review"),
    ("de-DE", "Worauf wartet Fabrikam?", "Fabrikam: eingereicht, wartet auf die Prüfung"),
    ("fr-FR", "Qu'attend Fabrikam ?", "Fabrikam : demande soumise"),
    ("es-ES", "¿Qué está esperando Fabrikam?", "Fabrikam: enviada"),
    ("pt-BR", "O que a Fabrikam está esperando?", "Fabrikam: enviada, à espera"),
    ("ja-JP", "Fabrikamは何を待っていますか？", "Fabrikam: 提出済み"),
    ("de-DE", "Wann wird es offiziell?", "Offiziell wird er frühestens am Mi"),
    ("fr-FR", "Quand est-ce que ça devient officiel ?", "Elle devient officielle au plus tôt"),
    ("es-ES", "¿Cuándo será oficial?", "Será oficial el"),
    ("pt-BR", "Quando fica oficial?", "Ela se torna oficial em"),
    ("ja-JP", "いつ正式になりますか？", "正式になるのは早くて"),
    ("de-DE", "Haben sie schon geantwortet?", "Die E-Mail an casey"),
    ("fr-FR", "Ont-ils déjà répondu ?", "L’e-mail à casey"),
    ("es-ES", "¿Ya han respondido?", "El correo a casey"),
    ("pt-BR", "Eles já responderam?", "O e-mail para casey"),
    ("ja-JP", "もう返事は来ましたか？", "casey@fabrikam.example へのメール"),
    ("de-DE", "Was fehlt noch?", "Für Fabrikam fehlt nichts"),
    ("fr-FR", "Que manque-t-il encore ?", "Il ne manque rien"),
    ("es-ES", "¿Qué falta todavía?", "No falta nada"),
    ("pt-BR", "O que ainda falta?", "Não falta nada"),
    ("ja-JP", "まだ何が足りませんか？", "Fabrikam に足りないものはありません"),
    ("de-DE", "Welche Dateien habe ich geschickt?", "Eine Datei liegt beim Claim"),
    ("fr-FR", "Quels fichiers ai-je envoyés ?", "Un fichier est joint"),
    ("es-ES", "¿Qué archivos envié?", "Hay un archivo"),
    ("pt-BR", "Quais arquivos eu enviei?", "Há um arquivo"),
    ("ja-JP", "どのファイルを送りましたか？", "Fabrikam の申請にファイルが 1 つ"),
    ("de-DE", "Habe ich auf Zahlungen verzichtet?", "Sie haben für Fabrikam nicht"),
    ("fr-FR", "Ai-je renoncé au paiement ?", "Vous n’avez pas renoncé"),
    ("es-ES", "¿Renuncié al incentivo?", "Usted no renunció"),
    ("pt-BR", "Eu abri mão do incentivo?", "Você não renunciou"),
    ("ja-JP", "支払いを辞退していますか？", "Fabrikam の支払いをオプトアウトしていません"),
    ("de-DE", "Kann ich es noch ändern?", "Nur die Kontakte bei Fabrikam"),
    ("fr-FR", "Puis-je contester ?", "Il n’y a rien à contester"),
    ("es-ES", "¿Puedo impugnarlo?", "No hay nada que impugnar"),
    ("pt-BR", "Posso contestar?", "Não há nada a contestar"),
    ("ja-JP", "異議申し立てできますか？", "異議を申し立てる対象がありません"),
]
#: Locale, question in the middle of a step, the answer's own line, the step's title.
OF_A_FIELD = [
    ("en-GB", "Why do you need the tenant ID?", "Tenant ID for", "Which workloads"),
    ("de-DE", "Warum brauchst du die Tenant-ID?", "Mandanten-ID für", "Workloads"),
    ("fr-FR", "Pourquoi avez-vous besoin de l'ID de locataire ?", "ID de locataire", "charges"),
    ("es-ES", "¿Por qué necesitas el ID de inquilino?", "ID de inquilino", "cargas"),
    ("pt-BR", "Por que você precisa do ID do locatário?", "ID do locatário", "cargas"),
    ("ja-JP", "なぜテナントIDが必要ですか？", "Fabrikam のテナント ID", "ワークロード"),
]


@pytest.mark.parametrize(("locale", "question", "first"), OF_A_CLAIM)
async def test_a_claim_answers_in_the_questions_language(
    ada: Chat, locale: str, question: str, first: str
) -> None:
    await submitted(ada)
    assert (await told(ada, question, locale))[2].startswith(first)


@pytest.mark.parametrize(("locale", "question", "own", "again"), OF_A_FIELD)
async def test_a_field_is_explained_and_the_step_comes_again(
    ada: Chat, locale: str, question: str, own: str, again: str
) -> None:
    await at_items(ada)
    lines = await told(ada, question, locale)

    assert lines[2].startswith(own)
    assert lines[2].endswith("8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94")
    assert again in words(ada.shown)
    assert (await ada.product.claim()).customer_name == "Fabrikam"
