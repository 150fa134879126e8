"""What `manage.py check --deploy` asks of a portal before the public sees it."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution

# What a German imprint must name (§ 5 DDG, § 18 MStV).
OPERATOR_PARTS = (
    "OPERATOR_NAME",
    "OPERATOR_STREET",
    "OPERATOR_CITY",
    "OPERATOR_REPRESENTATIVE",
    "OPERATOR_RESPONSIBLE",
    "OPERATOR_MAIL",
)


@register(Tags.security, deploy=True)
def operator_is_named(app_configs, **kwargs):
    """The imprint is complete."""
    missing = [name for name in OPERATOR_PARTS if not getattr(settings, name)]
    if not missing:
        return []
    return [
        Error(
            f"The operator of the portal is not fully named: {', '.join(missing)}.",
            hint="Set these variables to what the imprint must say; README explains each.",
            id="portal.E001",
        )
    ]


@register(Tags.security, deploy=True)
def connection_is_encrypted(app_configs, **kwargs):
    """Plain HTTP is for trying the portal out on one's own machine."""
    if not settings.ALLOW_HTTP:
        return []
    return [Error("ALLOW_HTTP=yes lets visitors in without encryption.", hint="Leave it out.", id="portal.E002")]


@register(Tags.security, deploy=True)
def mail_is_sent(app_configs, **kwargs):
    """Mail reaches somebody."""
    if settings.EMAIL_BACKEND.startswith("django.core.mail.backends.smtp"):
        return []
    return [Caution("No mail server is set: mails are thrown away.", hint="Set EMAIL_URL.", id="portal.W001")]
