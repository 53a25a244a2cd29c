"""Every word that a log line or a span may say besides numbers: buttons, codes and reasons.

`tests/observing/test_known_words.py` names what the code says and this list does not know yet.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a button can be called.
VERBS = _words(
    "add_customer add_poe answer_action approve back begin_review choose_role comment discard "
    "disassociate dispute download_template edit expire export help keep my_claims new_claim next "
    "open_claim reject request_info resend_consent review save_comments submit_claim upload_poe "
    "usage withdraw"
)
#: What Microsoft's services call a refusal, and what we call a call without an answer. Another
#: word in such a place is not repeated, as it could be anything.
CODES = _words(
    "ActivityNotFound ActivityNotFoundInConversation ApplicationThrottled "
    "Authorization_RequestDenied BadArgument BadFormat BadId BadRequest BadSyntax BotDisabled "
    "BotNotInConversationRoster Busy ClientConnectionError ClientOSError ClientPayloadError "
    "Conflict ConversationBlockedByUser ConversationNotFound Directory_ObjectNotFound "
    "ErrorAccessDenied ErrorExceededMessageLimit ErrorInternalServerError "
    "ErrorInternalServerTransientError ErrorInvalidRecipients ErrorInvalidSmtpAddress "
    "ErrorInvalidUser ErrorMailboxMoveInProgress ErrorMailboxStoreUnavailable "
    "ErrorMessageSubmissionBlocked ErrorNonExistentMailbox ErrorQuotaExceeded ErrorSendAsDenied "
    "ErrorServerBusy ErrorSubmissionQuotaExceeded ErrorTimeoutExpired Forbidden ForeignServiceUrl "
    "Gone InternalServerError InvalidAuthenticationToken InvalidBotApiHost InvalidRequest "
    "MailboxNotEnabledForRESTAPI MailboxNotSupportedForRESTAPI MessageSizeTooBig "
    "MessageWritesBlocked NotConnected NotFound NotImplemented PreconditionFailed "
    "Request_BadRequest Request_ResourceNotFound ResourceNotFound ServerTimeoutError ServiceError "
    "ServiceUnavailable Throttled TimeoutError TokenUnavailable TooManyRequests Unauthorized "
    "UnknownError UserNotInConversation"
)
#: What Entra calls a refused token.
OAUTH = frozenset(
    (
        "",
        "interaction_required",
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_scope",
        "temporarily_unavailable",
        "unauthorized_client",
    )
)
#: Why somebody was turned away or a token refused.
TURNED_AWAY = frozenset(
    (
        "foreign_channel",
        "foreign_service",
        "foreign_tenant",
        "guest",
        "no_identity",
        "not_personal",
    )
)
TOKENS_REFUSED = frozenset(
    (
        "algorithm or key id",
        "audience",
        "endorsement",
        "expired",
        "garbage",
        "issuer",
        "issuer of the key",
        "no bearer token",
        "not valid yet",
        "object id",
        "service url",
        "tenant",
        "times",
        "unknown key",
    )
)
#: Why an outbox row waits or was put aside, and why mail cannot be sent or read.
WAITING = frozenset(
    (
        "Graph cannot be reached",
        "Graph's list cannot be read",
        "mail delayed",
        "mail given up",
        "mail in doubt",
        "mail in doubt for the second time",
        "mail refused",
        "no answer from Graph",
        "no answer from the mail server",
        "no token for Graph",
        "nobody to write to",
        "the blob store is silent",
        "the channel is busy",
        "the mail server cannot be used",
        "the mailbox sends as fast as it may",
        "the person cannot be reached",
        "who reviews cannot be looked up now",
    )
)
#: What an operator is told to do about mail.
WHAT_TO_DO = frozenset(
    (
        "Exchange Online has blocked the mailbox from sending. Unblock it in the Microsoft "
        "Defender portal, under restricted entities",
        "Graph does not let the app use this mailbox. Assign it the role with deployment/graph, "
        "check with Test-ServicePrincipalAuthorization, and allow two hours for it to count; see "
        "docs/MAIL.md",
        "Graph does not take this message. Nothing can be set up against that; please report it",
        "Graph knows no such mailbox in Exchange Online. Check the setting MAIL_FROM",
        "Graph points elsewhere. Check the setting GRAPH_URL",
        "The app may not send as this address. Set MAIL_FROM to the mailbox's own",
        "The mailbox is full. Make room in it, its Sent Items first",
    )
)
REASONS = TURNED_AWAY | TOKENS_REFUSED | WAITING | WHAT_TO_DO
#: How a piece of work ends.
OUTCOMES = _words(
    "accepted answered approve decline delayed delivered done failed gone ignored in_doubt later "
    "malformed not_admitted not_sent parked refused repeated turned_away"
)
#: What a turn was about when it failed.
DOING = frozenset(
    ("Typed", "Pressed", "Sent", "Arrived", "FileConsent", "activity", "noting what was sent")
)
METHODS = _words("GET HEAD POST PUT PATCH DELETE OPTIONS")
JOBS = _words("outbox clocks tidying figures bounces tokens")
PARTS = _words("database outbox files")
