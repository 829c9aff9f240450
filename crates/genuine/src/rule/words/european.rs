//! Portuguese, Spanish, French, German, Italian and Dutch, as far as they are met.

use super::Notion;

/// The words.
#[rustfmt::skip]
pub(super) const WORDS: &[(Notion, &[&str])] = &[
    (Notion::SignInCode, &[
        "codigo de verifica", "codigo de seguranca", "codigo de seguridad", "codigo de acesso", "codigo de acceso", "codigo sms",
        "code de verification", "code de securite", "code de confirmation", "sicherheitscode", "bestatigungscode", "einmalcode",
        "verifizierungscode", "codice di verifica", "codice di sicurezza", "codice di conferma", "verificatiecode",
    ]),
    (Notion::Code, &["codigo", "codice"]),
    (Notion::Secret, &[
        "senha", "cartao de credito", "numero do cartao", "dados do cartao", "dados bancarios", "cpf|", "contrasena", "tarjeta de credito",
        "numero de tarjeta", "datos bancarios", "mot de passe", "carte bancaire", "numero de carte", "coordonnees bancaires",
        "passwort", "kennwort", "kreditkart", "bankdaten", "kontodaten", "carta di credito", "dati bancari", "numero di carta",
        "wachtwoord", "pincode", "bankgegevens", "dni|",
    ]),
    (Notion::Provide, &[
        "informe", "informar", "preencha", "digite", "insira", "introduzca", "ingrese", "facilite", "proporcione", "saisir", "saisissez",
        "renseignez", "eingeben", "geben sie", "bestatigen sie", "inserisc", "fornire", "vul in", "invullen", "atualize", "actualice",
        "aktualisieren sie", "aggiorna", "mettre a jour",
    ]),
    (Notion::Reply, &["responda a este", "responder a este", "respondendo", "repondez a ce", "repondre a ce", "antworten sie", "risponda a", "risponda", "beantwoord"]),
    (Notion::Tell, &[
        "informe o codigo", "envie o codigo", "envie-nos", "nos envie", "diga el codigo", "envienos", "indique el codigo",
        "communiquez", "transmettez", "teilen sie uns", "nennen sie", "senden sie uns", "comunichi", "ci invii", "geef de code",
    ]),
    (Notion::Staff, &["atendente", "suporte", "soporte", "asesor", "conseiller", "mitarbeiter", "operatore", "assistenza", "medewerker", "agente"]),
    (Notion::Not, &[
        "nunca", "nao compartilhe", "nao informe", "nao envie", "no compart", "no facilite", "no revele", "ne communiquez", "ne transmettez",
        "ne partagez", "jamais", "niemals", "nicht weiter", "geben sie nicht", "non comunicar", "non condivid", "mai|", "nooit", "deel nooit",
    ]),
    (Notion::NotAfter, &["nicht an", "nicht weiter", "com ninguem", "a nadie", "con nadie", "a personne", "con nessuno", "met niemand"]),
    (Notion::Account, &[
        "conta|", "sua conta", "cuenta", "compte", "konto", "kontos|", "kundenkonto", "rekening", "assinatura", "suscripcion", "abonnement", "acesso",
        "acceso", "acces|", "accesso", "zugang", "cadastro", "cartao", "tarjeta", "votre carte", "encomenda", "perfil", "servico", "servicio",
        "mitgliedschaft", "abbonamento", "account gegevens",
    ]),
    (Notion::Loss, &[
        "bloquead", "bloqueio", "suspens", "suspendid", "suspendu", "suspenda", "cancelad", "cancelamento", "desativad", "desactivad", "encerrad", "restring",
        "limitad", "bloque|", "bloquee|", "desactive", "resilie", "gesperrt", "sperrung", "gesperr", "gekundigt", "geloscht", "eingeschrankt",
        "deaktiviert", "sospes", "bloccat", "disattivat", "limitat", "geblokkeerd", "opgeschort", "verwijderd", "excluid", "eliminad",
        "perder o acesso", "perdera", "supprime", "devolvid", "negativad", "protest", "inscrita na divida",
    ]),
    (Notion::Deadline, &[
        "24 horas", "48 horas", "72 horas", "urgente", "urgencia", "imediatamente", "inmediatamente", "ultimo aviso", "ultima chance", "hoje|", "ainda hoje",
        "vence hoje", "expira hoje", "24 heures", "48 heures", "immediatement", "dernier rappel", "dernier avis", "24 stunden", "48 stunden",
        "dringend", "sofort", "umgehend", "letzte erinnerung", "letzte mahnung", "24 ore", "48 ore", "immediatamente", "ultimo avviso",
        "24 uur", "48 uur", "onmiddellijk", "laatste herinnering", "prazo", "o quanto antes", "lo antes posible",
    ]),
    (Notion::Act, &[
        "confirm", "verifi", "atualiz", "actualiz", "clique", "clic|", "haga clic", "acesse", "acceda", "regulariz", "resgat", "valide", "valider", "cliquez",
        "mettre a jour", "klicken", "bestatigen", "aktualisieren", "verlangern", "uberprufen", "anmelden", "cliccare", "clicca", "aggiorn", "rinnov",
        "renov", "klik", "bevestig", "bijwerken", "vernieuw", "pague", "pagar", "desbloque", "cadastr",
    ]),
    (Notion::Prize, &[
        "voce ganhou", "ganhador", "premio", "sorteio", "resgate", "resgatar", "pre-aprovad", "ganaste", "ha ganado", "ganador", "herencia", "loteria", "sorteo",
        "vous avez gagne", "gagnant", "loterie", "heritage", "cadeau", "gewonnen", "gewinner", "gewinnspiel", "gutschein", "erbschaft", "vincitore",
        "hai vinto", "buono regalo", "gewonnen|", "cadeaukaart", "winnaar", "cartao de presente", "emprestimo", "prestamo", "kredit", "pontos acumulados",
        "milhas", "free spin", "bonusguthaben", "don de|",
    ]),
    (Notion::Odd, &[
        "incomum", "inusual", "inusitad", "suspeit", "sospechos", "nao reconhec", "no reconoc", "nao autorizad", "no autorizad", "novo dispositivo", "nuevo dispositivo",
        "inhabituel", "suspect", "nouvel appareil", "non autoris", "ungewohnlich", "verdachtig", "unbekannt", "neues gerat", "neuen gerat", "insolit", "sospett",
        "nuovo dispositivo", "non autorizzat", "ongebruikelijk", "verdacht", "onbekend",
    ]),
    (Notion::SignIn, &[
        "inicio de sesion", "inicios de sesion", "acesso", "acceso", "atividade", "actividad", "tentativa", "intento", "connexion", "activite", "anmeldung", "aktivitat",
        "zugriff", "attivita", "aanmelding", "inlog", "compra",
    ]),
    (Notion::Payment, &[
        "pagamento", "pago|", "pagos|", "fatura", "factura", "cartao", "cobranca", "boleto", "paiement", "facture", "prelevement", "zahlung", "rechnung", "lastschrift", "kreditkarte",
        "zahlungs", "fattura", "betaling", "factuur", "assinatura", "suscripcion", "abonnement", "abonnements|", "schutz",
    ]),
    (Notion::Trouble, &[
        "recusad", "rechazad", "vencid", "nao foi possivel", "no se pudo", "no hemos podido", "nao podemos processar", "nao processad", "pendente", "pendiente", "pendencia", "problema",
        "refuse", "echoue", "expire|", "probleme", "n'a pas pu", "impaye", "abgelehnt", "abgelaufen", "fehlgeschlagen", "nicht verarbeitet", "nicht eingezogen",
        "lauft ab", "rifiutat", "scadut", "non riuscito", "mislukt", "verlopen", "geweigerd", "retid", "en attente", "en espera", "irregular", "em atraso",
        "nicht zugestellt", "konnte nicht", "non consegnat", "non e stato possibile", "nao entregue",
    ]),
    (Notion::Parcel, &[
        "encomenda", "pacote", "objeto", "entrega", "paquete", "envio|", "colis", "livraison", "paket", "sendung", "lieferung", "pacco", "spedizione", "consegna", "pakket", "bezorg", "zending",
    ]),
    (Notion::Fee, &[
        "taxa|", "taxas|", "tarifa", "imposto", "alfandeg", "tributos", "aduana", "arancel", "frais", "douane", "gebuhr", "zoll", "dogan", "tassa", "spese", "kosten", "invoerrecht", "fiscaliza",
    ]),
    (Notion::Mailbox, &["caixa de entrada", "caixa postal", "armazenamento", "buzon", "almacenamiento", "boite mail", "boite de reception", "stockage", "postfach", "speicher", "casella", "spazio", "opslag", "postvak", "nuvem"]),
    (Notion::Full, &["cheia", "cheio", "esgotad", "lleno", "llena", "agotad", "pleine", "plein|", "sature", "voll|", "belegt", "uberschritten", "erreicht", "pien", "esaurit", "vol|"]),
    (Notion::Password, &["senha", "contrasena", "mot de passe", "passwort", "kennwort", "wachtwoord"]),
    (Notion::Expires, &["expira", "vence", "caduca", "lauft ab", "ablauf", "scade", "verloopt"]),
    (Notion::Call, &["ligue", "telefone", "llame", "telefono", "appelez", "rufen sie", "anrufen", "chiami", "chiama", "bel ons", "central de atendimento", "whatsapp"]),
    (Notion::Charge, &["cobrad", "compra", "pedido", "debitad", "reembolso", "debite", "commande", "remboursement", "abgebucht", "bestellung", "ruckerstattung", "addebit", "ordine", "rimborso", "afgeschreven", "bestelling"]),
    (Notion::NotYou, &["nao reconhece", "nao foi voce", "se voce nao", "no reconoce", "si no ha", "si no fue", "si vous n'etes pas", "wenn sie nicht", "falls sie nicht", "se non", "als u niet", "cancelar", "stornieren", "annuler", "annullare"]),
    (Notion::HelpDesk, &["suporte tecnico", "soporte tecnico", "administrador", "administrateur", "amministratore", "systemadministrator", "it-abteilung", "service informatique", "equipe de ti", "beheerder"]),
    (Notion::Fraud, &["golpe", "fraudes|", "estafa", "arnaque", "betrugs", "betrug", "hameconnage", "truffa", "oplichting"]),
    (Notion::Qr, &["codigo qr", "code qr", "codice qr"]),
    (Notion::Scan, &["escane", "scannez", "scannen", "scansion"]),
];
