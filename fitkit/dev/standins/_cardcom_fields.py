"""What Cardcom's stand-in takes, call by call: our own writing of the field tables, strict."""

from typing import Any, Final

from fitkit.dev.standins.serving import Check, Fields, flag, number, one_of, text, whole

DOCUMENT_TYPES: Final = (
    "Error", "TaxInvoiceAndReceipt", "TaxInvoiceAndReceiptRefund", "Receipt", "ReceiptRefund",
    "Quote", "Order", "SiteCustomerOrder", "SiteCustomerOrderRefund", "DeliveryNote",
    "DeliveryNoteRefund", "ProformaInvoice", "DemandForPayment", "DemandForPaymentRefund",
    "TaxInvoice", "TaxInvoiceRefund", "ReceiptForTaxInvoice", "DonationReceipt",
    "DonationReceiptRefund", "ReceiptForTaxInvoiceRefund",
)  # fmt: skip


def filled(most: int = 10_000) -> Check:
    """A string with something in it."""
    return lambda v: isinstance(v, str) and 0 < len(v) <= most


def guid(v: object) -> bool:
    """A GUID with its dashes."""
    return isinstance(v, str) and len(v) == 36 and v.count("-") == 4


TERMINAL: Final[dict[str, Any]] = {"*TerminalNumber": whole(), "*ApiName": filled()}
PASSWORD: Final[dict[str, Any]] = {"*ApiName": filled(), "*ApiPassword": filled()}
CUSTOM: Final[list[Fields]] = [{"Id": whole(), "Value": text(50)}]
PRODUCT: Final[Fields] = {
    "ProductID": text(50),
    "*Description": filled(250),
    "Quantity": number,
    "*UnitCost": number,
    "TotalLineCost": number,
    "IsVatFree": flag,
}
DOCUMENT: Final[Fields] = {
    "*DocumentTypeToCreate": one_of(*DOCUMENT_TYPES[1:]),
    "*Name": filled(50),
    "TaxId": text(50),
    "Email": text(50),
    "IsSendByEmail": flag,
    "AddressLine1": text(50),
    "AddressLine2": text(50),
    "City": text(50),
    "Mobile": text(50),
    "Phone": text(50),
    "Comments": text(250),
    "IsVatFree": flag,
    "DepartmentId": whole(),
    "Products": [PRODUCT],
    "ExternalId": text(50),
    "ManualNumber": text(),
    "DocumentDate": text(),
    "ValueDate": text(),
    "ISOCoinID": whole(1),
    "ISOCoinName": text(3),
    "Languge": one_of("he", "en"),
}
CALLS: Final[dict[str, Fields]] = {
    "Create": {
        **TERMINAL,
        "Operation": one_of("ChargeOnly", "ChargeAndCreateToken", "CreateTokenOnly"),
        "ReturnValue": text(250),
        "*Amount": number,
        "*SuccessRedirectUrl": filled(500),
        "*FailedRedirectUrl": filled(500),
        "CancelRedirectUrl": text(),
        "*WebHookUrl": filled(500),
        "ProductName": text(250),
        "Language": one_of("he", "en", "ru", "ar", "sp"),
        "ISOCoinId": whole(1),
        "UIDefinition": {
            "IsHideCardOwnerName": flag,
            "CardOwnerNameValue": text(50),
            "CardOwnerIdValue": text(),
            "IsHideCardOwnerPhone": flag,
            "CardOwnerPhoneValue": text(50),
            "IsCardOwnerPhoneRequired": flag,
            "CardOwnerEmailValue": text(50),
            "IsHideCardOwnerEmail": flag,
            "IsCardOwnerEmailRequired": flag,
            "IsHideCardOwnerIdentityNumber": flag,
            "IsHideCVV": flag,
            "CSSUrl": text(250),
            "CustomFields": CUSTOM,
        },
        "AdvancedDefinition": {
            "JValidateType": whole(2, 5),
            "CreditType": whole(1, 6),
            "MinNumOfPayments": whole(),
            "MaxNumOfPayments": whole(),
            "SelectedNumOfPayments": whole(),
            "ThreeDSecureState": one_of("Auto", "Enabled", "Disabled"),
        },
    },
    "GetLpResult": {**TERMINAL, "*LowProfileId": guid},
    "Transaction": {
        **TERMINAL,
        "*Amount": number,
        "Token": guid,
        "ExternalMerchantId": text(),
        "CardExpirationMMYY": lambda v: isinstance(v, str) and len(v) == 4 and v.isdigit(),
        "ExternalUniqTranId": text(),
        "ExternalUniqUniqTranIdResponse": flag,
        "NumOfPayments": whole(*range(1, 37)),
        "CardOwnerInformation": {
            "Phone": text(),
            "FullName": text(),
            "IdentityNumber": text(),
            "CardOwnerEmail": text(),
        },
        "ISOCoinId": whole(1),
        "CustomFields": CUSTOM,
    },
    "GetTransactionByExternalUniqTran": {
        **TERMINAL,
        "ExternalUniqTranId": text(),
        "ExternalMerchantId": text(),
    },
    "RefundByTransactionId": {
        **PASSWORD,
        "*TransactionId": whole(),
        "ExternalDealId": text(),
        "ExternalMerchantId": text(),
        "PartialSum": number,
        "CancelOnly": flag,
        "AllowMultipleRefunds": flag,
        "CustomFields": CUSTOM,
    },
    "ListTransactions": {
        **PASSWORD,
        "*FromDate": filled(8),
        "*ToDate": filled(8),
        "TranStatus": one_of("Success", "All", "Failure"),
        "*Page": whole(),
        "*Page_size": whole(*range(10, 2001)),
        "LimitForTerminal": whole(),
    },
    "BankDeposites": {
        **PASSWORD,
        "*FromCreateDate": filled(8),
        "*ToCreateDate": filled(8),
    },
    "CreateDocument": {
        **PASSWORD,
        "*Document": DOCUMENT,
        "Cash": number,
        "Cheques": [
            {
                "ChequeNumber": text(),
                "BankNumber": whole(),
                "SnifNumber": whole(),
                "AccountNumber": text(),
                "DateCheque": text(),
                "Sum": number,
            }
        ],
        "CustomFields": [
            {
                "TransactionID": whole(),
                "TranDate": text(),
                "Description": text(),
                "asmacta": text(),
                "Sum": number,
            }
        ],
        "DealNumbers": [{"DealNumber": whole()}],
        "IsSendSMS": flag,
    },
    "CrossDocument": {
        **PASSWORD,
        "FromDocNumber": whole(),
        "FromDocType": whole(),
        "ToDocumentsList": [{"DocNumber": whole(), "DocType": whole(), "PartialSumToCorss": number}],
    },
    "CreateDocumentUrl": {
        **PASSWORD,
        "*DocumentType": one_of(*DOCUMENT_TYPES[1:]),
        "*DocumentNumber": whole(),
    },
    "GetReport": {
        **PASSWORD,
        "*FromDateYYYYMMDD": filled(8),
        "*ToDateYYYYMMDD": filled(8),
        "AccountId": whole(),
        "CusotmerName": text(),
        "DocType": whole(),
        "CoinId": whole(0, 1, 2),
        "OpenClose": whole(0, 1, 2),
        "VatFreeDocOnly": flag,
        "PageNumber": whole(),
        "ItemsPerPage": whole(*range(1, 201)),
    },
}  # fmt: skip
