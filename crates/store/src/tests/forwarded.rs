//! Whose address a mail was forwarded from, and the answer on its way.

use kadomori_domain::{
    forwarded::{Form, Found, OwnFact, Verdict},
    message::{Payload, VerdictMail},
    own_mail::About,
    purpose::Purpose,
    reference::Reference,
};

use super::{message::a_message, *};
use crate::{contact, ledger, outbox, params, testing::ENGINES};

async fn confirmed(world: &World, typed: &str) -> Vec<(AccountId, String)> {
    let found = run!(world, address(typed), |tx, asked| {
        contact::list_confirmed(tx, TENANT, asked).await
    });
    let found = found.unwrap().into_iter();
    found
        .map(|(id, address)| (id, address.to_string()))
        .collect()
}

#[tokio::test]
async fn an_address_belongs_to_all_who_have_confirmed_it_as_they_gave_it() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        world.add_account(TAROU, "tarou@example.jp").await;
        assert_eq!(confirmed(&world, "shared@example.jp").await, []);
        let mut shared = a_contact(2, "Shared@Example.jp");
        shared.confirmed_at = Some(NOW);
        world.change(Change::AddContact(shared)).await;
        let known = [(MIKA, "Shared@example.jp".to_owned())];
        assert_eq!(confirmed(&world, "SHARED@example.jp").await, known);
        run!(world, (), |tx, input| {
            let sql = "UPDATE contact SET confirmed_at = NULL WHERE account = $1";
            tx.execute(sql, &params![MIKA]).await
        })
        .unwrap();
        assert_eq!(confirmed(&world, "shared@example.jp").await, []);
        assert_eq!(confirmed(&world, "tarou@example.jp").await.len(), 1);
    }
}

fn an_answer() -> Payload {
    Payload::Verdict(VerdictMail {
        to: address("mika@example.jp"),
        locale: Locale::Ja,
        zone: Some("Asia/Tokyo".to_owned()),
        reference: Reference::parse("K7P").unwrap(),
        at: NOW,
        answers: Some("a@mail.example.jp".to_owned()),
        found: Found {
            verdict: Verdict::Genuine,
            brand: None,
            reasons: vec![("dkim-aligned".to_owned(), -1)],
            advice: vec!["may-be-ignored".to_owned()],
            unreadable: None,
            form: Form::FirstOfSeveral,
            own: Some(OwnFact::Ours {
                at: NOW,
                reference: Reference::parse("A3A").ok(),
                about: Some(About::Code {
                    purpose: Purpose::SignIn,
                }),
                agent: Some(Agent::default()),
            }),
        },
        rests_until: Some(NOW.plus(HOUR)),
    })
}

#[tokio::test]
async fn an_answer_leaves_the_outbox_as_it_came_in_and_is_in_the_ledger() {
    for engine in ENGINES {
        let world = World::new(engine).await;
        let answer = a_message(3, an_answer());
        let (claimed, line) = run!(world, answer.clone(), |tx, answer| {
            outbox::insert(tx, answer).await?;
            ledger::insert(tx, answer, [7; 32], NOW).await?;
            let claimed = outbox::claim(tx, [1; 16], NOW, HOUR, 10, &[]).await?;
            Ok((claimed, ledger::find(tx, answer.id).await?))
        })
        .unwrap();
        assert_eq!(claimed[0].message, answer);
        let line = line.unwrap();
        assert_eq!(
            (line.account, line.purpose, line.flow),
            (Some(MIKA), None, None)
        );
    }
}
