"""A strict SOAP client that builds its calls from the official WSDL and refuses answers that break the schema.

usage: zeep_client.py WSDL_FOLDER EVENT_SERVICE_URL CARD_SERVICE_URL
The password of the Benutzerkennung `praxis` comes on standard input, one line.
"""
import pathlib
import sys

import requests
import urllib3
import zeep
from zeep.transports import Transport

urllib3.disable_warnings()
folder = pathlib.Path(sys.argv[1]) / "conn"
password = sys.stdin.readline().rstrip("\n")
session = requests.Session()
session.verify = False
session.trust_env = False
session.auth = ("praxis", password)


def service(wsdl, binding, url):
    client = zeep.Client(
        str(folder / wsdl),
        transport=Transport(session=session, timeout=30, operation_timeout=30),
        # The official xmldsig schema declares entities of its own.
        settings=zeep.Settings(strict=True, forbid_entities=False),
    )
    return client.create_service(binding, url)


def fault_code(call):
    try:
        call()
    except zeep.exceptions.Fault as fault:
        codes = fault.detail.iter("{http://ws.gematik.de/tel/error/v2.0}Code")
        return [int(code.text) for code in codes][-1]
    raise AssertionError("a fault was expected")


events = service("EventService.wsdl", "{http://ws.gematik.de/conn/EventService/WSDL/v7.2}EventServiceBinding", sys.argv[2])
context = {"MandantId": "Praxis", "ClientSystemId": "x.concept", "WorkplaceId": "Empfang"}

terminals = events.GetCardTerminals(Context=context, **{"mandant-wide": True})
assert terminals.Status.Result == "OK", terminals
assert len(terminals.CardTerminals.CardTerminal) == 3, terminals
assert len(events.GetCardTerminals(Context=context).CardTerminals.CardTerminal) == 1

cards = events.GetCards(Context=context, **{"mandant-wide": True})
assert {card.CardType for card in cards.Cards.Card} == {"SMC-B", "SMC-KT", "HBA", "EGK"}, cards
only = events.GetCards(Context=context, CardType="SM-B")
assert [card.CardType for card in only.Cards.Card] == ["SMC-B"], only
smcb = only.Cards.Card[0]
assert smcb.CardHolderName == "Praxis Dr. Ärmel TEST-ONLY", smcb

device = events.GetResourceInformation(Context=context)
assert device.Connector.VPNTIStatus.ConnectionStatus == "Online", device
assert device.Connector.OperatingState, device
terminal = events.GetResourceInformation(Context=context, CtId=smcb.CtId)
assert terminal.CardTerminal.Connected is True, terminal
card = events.GetResourceInformation(Context=context, CtId=smcb.CtId, SlotId=smcb.SlotId)
assert card.Card.CardHandle == smcb.CardHandle, card

for wsdl in ("CardService.wsdl", "CardService_v8_1_1.wsdl", "CardService_v8_1_2.wsdl"):
    pins = service(wsdl, "{http://ws.gematik.de/conn/CardService/WSDL/v8.1}CardServiceBinding", sys.argv[3])
    status = pins.GetPinStatus(Context=context, CardHandle=smcb.CardHandle, PinTyp="PIN.SMC")
    assert (status.PinStatus, status.LeftTries) == ("VERIFIED", None), status
    assert fault_code(lambda: pins.GetPinStatus(Context=context, CardHandle="none", PinTyp="PIN.SMC")) == 4101

assert fault_code(lambda: events.GetCards(Context={**context, "ClientSystemId": "LaborSys"})) == 4204
assert fault_code(lambda: events.GetCards(Context={**context, "MandantId": "Labor"})) == 4010
assert fault_code(lambda: events.GetCards(Context={**context, "WorkplaceId": ""})) == 4021
print("zeep", zeep.__version__, "ok")
