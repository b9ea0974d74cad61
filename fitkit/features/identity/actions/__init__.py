"""Coming in and leaving, one's own account, roles, invitations."""

from fitkit.features.identity.actions.account import (
    address_of,
    change_account,
    change_password,
    make_user,
)
from fitkit.features.identity.actions.codes import (
    CodeLetter,
    code_to_send,
    forget_sealed_code,
    request_code,
)
from fitkit.features.identity.actions.entering import (
    pass_second_factor,
    sign_in_with_code,
    sign_in_with_password,
    sign_up_with_code,
)
from fitkit.features.identity.actions.factors import (
    RecoveryCodes,
    TotpSetup,
    confirm_totp,
    disable_totp,
    renew_recovery_codes,
    start_totp,
)
from fitkit.features.identity.actions.invitations import (
    InvitationReceipt,
    close_invitations,
    invite_member,
    invite_staff,
    mark_bounced,
    resend_invitation,
    revoke_invitation,
)
from fitkit.features.identity.actions.joining import Joined, accept_as_new, accept_invitation
from fitkit.features.identity.actions.outcomes import (
    Admitted,
    Entry,
    FactorEntry,
    Locked,
    SecondFactor,
    Wrong,
)
from fitkit.features.identity.actions.roles import (
    give_role,
    grant_role,
    gyms_opened_since,
    hand_over,
    link_staff,
    narrow_role,
    revoke_role,
    set_wards,
)
from fitkit.features.identity.actions.sign_ins import (
    mark_seen,
    revoke_others,
    revoke_sign_in,
    sign_out,
    switch_gym,
    use_gym,
)
from fitkit.features.identity.actions.sweeping import sweep

__all__ = [
    "Admitted",
    "CodeLetter",
    "Entry",
    "FactorEntry",
    "InvitationReceipt",
    "Joined",
    "Locked",
    "RecoveryCodes",
    "SecondFactor",
    "TotpSetup",
    "Wrong",
    "accept_as_new",
    "accept_invitation",
    "address_of",
    "change_account",
    "change_password",
    "close_invitations",
    "code_to_send",
    "confirm_totp",
    "disable_totp",
    "forget_sealed_code",
    "give_role",
    "grant_role",
    "gyms_opened_since",
    "hand_over",
    "invite_member",
    "invite_staff",
    "link_staff",
    "make_user",
    "mark_bounced",
    "mark_seen",
    "narrow_role",
    "pass_second_factor",
    "renew_recovery_codes",
    "request_code",
    "resend_invitation",
    "revoke_invitation",
    "revoke_others",
    "revoke_role",
    "revoke_sign_in",
    "set_wards",
    "sign_in_with_code",
    "sign_in_with_password",
    "sign_out",
    "sign_up_with_code",
    "start_totp",
    "sweep",
    "switch_gym",
    "use_gym",
]
