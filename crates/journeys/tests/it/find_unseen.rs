//! Who searches sends what everyone sends.

use client::finding;
use client::{Area, Intent, View};
use domain::matching::Wishes;

use crate::world::World;

/// Everything one clinician's client says to the server on an evening, looking for someone or not.
fn evening(looks: bool) -> Vec<Vec<u8>> {
    let mut world = World::new(5);
    let bea = world.opens_a_door(1, "Bea (sample)", false);
    let ana = world.arrives(2);
    world.publishes();
    world.network.traffic.clear();
    for typed in ["", "s", "so", "som", "someone for canary grief"] {
        if looks {
            let wishes = Wishes { words: typed.to_owned(), seat: "US-CA".parse().ok(), ..Wishes::default() };
            world.does(ana, Intent::Finding(finding::Intent::Wish(Box::new(wishes))));
            let listing = world.listing_of(bea);
            world.does(ana, Intent::Finding(finding::Intent::Open(listing)));
        }
        world.settle();
    }
    if looks {
        let Some(View::Finding(view)) = world.people[ana].sees(Area::Finding, world.now) else { panic!() };
        assert!(view.person.is_some(), "she did look");
    }
    world.network.traffic
}

#[test]
fn the_requests_of_one_who_searches_equal_those_of_one_who_does_not() {
    assert_eq!(evening(true), evening(false));
}
