//! Where it sits in the body: an outline to touch, and a list that says the same.
//!
//! The outline is for pointers alone and hidden from assistive technology; the list does everything it does.

use domain::check_in::{BodyMap, Depth, Region, Side};
use leptos::ev::Targeted;
use leptos::prelude::*;
use web_sys::{Event, HtmlSelectElement};

use super::choices::radio_chip;
use crate::t;
use crate::words::say;

/// One half of the outline, from the crown down the viewer's right; the other half mirrors it.
const HALF: &[[(f32, f32); 3]] = &[
    [(57.5, 2.0), (61.0, 8.0), (61.0, 15.0)],
    [(61.0, 21.5), (57.5, 26.0), (55.5, 28.5)],
    [(55.0, 30.0), (55.0, 31.5), (55.5, 32.5)],
    [(57.5, 35.5), (63.0, 35.5), (69.5, 36.8)],
    [(77.0, 38.3), (81.0, 43.5), (82.0, 51.0)],
    [(83.3, 60.5), (83.8, 70.5), (85.8, 80.0)],
    [(87.3, 86.5), (89.5, 92.0), (88.6, 97.5)],
    [(87.8, 102.5), (81.5, 104.0), (78.8, 100.5)],
    [(76.6, 97.5), (78.2, 92.5), (77.2, 87.0)],
    [(75.2, 76.0), (73.6, 66.0), (70.6, 55.5)],
    [(69.6, 63.0), (66.2, 70.0), (66.2, 77.5)],
    [(66.2, 84.0), (69.4, 90.0), (69.8, 98.0)],
    [(70.6, 112.0), (69.2, 124.0), (67.8, 138.0)],
    [(66.8, 150.0), (68.2, 160.0), (66.0, 172.0)],
    [(65.2, 178.0), (66.2, 183.0), (69.4, 187.0)],
    [(72.0, 191.0), (66.0, 194.5), (61.0, 194.0)],
    [(55.5, 193.4), (54.6, 188.0), (55.2, 181.0)],
    [(56.2, 170.0), (53.6, 156.0), (53.0, 143.0)],
    [(52.5, 130.0), (52.2, 118.0), (50.0, 109.0)],
];

fn outline() -> String {
    use core::fmt::Write as _;
    let mut path = "M50 2".to_owned();
    for [a, b, end] in HALF {
        // Writing to a String cannot fail.
        let _ = write!(path, " C{} {} {} {} {} {}", a.0, a.1, b.0, b.1, end.0, end.1);
    }
    for (index, [a, b, _]) in HALF.iter().enumerate().rev() {
        let end = index.checked_sub(1).map_or((50.0, 2.0), |before| HALF[before][2]);
        let _ = write!(path, " C{} {} {} {} {} {}", 100.0 - b.0, b.1, 100.0 - a.0, a.1, 100.0 - end.0, end.1);
    }
    path
}

/// The map and its list.
#[component]
pub(crate) fn BodyMapField(
    /// What is marked.
    #[prop(into)]
    map: Signal<BodyMap>,
    /// A touch on a region.
    #[prop(into)]
    touch: Callback<Region>,
    /// A choice in the list.
    #[prop(into)]
    set: Callback<(Region, Option<Depth>)>,
) -> impl IntoView {
    let side = RwSignal::new(Side::Front);
    view! {
        <div class="body-map">
            <fieldset class="choices" aria-label=t!("body-side")>
                {[(Side::Front, t!("body-front")), (Side::Back, t!("body-back"))]
                    .map(|(which, label)| {
                        let chosen = Signal::derive(move || side.get() == which);
                        radio_chip("body-side", label, chosen, move || side.set(which))
                    })
                    .collect_view()}
            </fieldset>
            {move || drawing(side.get(), map, touch).into_any()}
            <p class="marked" role="status">
                {move || marked(&map.read())}
            </p>
            <details>
                <summary>{t!("body-as-list")}</summary>
                <ul class="region-list">
                    {Region::ALL.iter().map(|region| row(*region, map, set)).collect_view()}
                </ul>
            </details>
        </div>
    }
}

fn drawing(side: Side, map: Signal<BodyMap>, touch: Callback<Region>) -> impl IntoView {
    let regions = Region::ALL.iter().copied().filter(|region| region.side() == side).map(|region| {
        let spot = region.spot();
        let depth = move || map.read().depth(region).map_or(0, Depth::number).to_string();
        view! {
            <g class="region" data-depth=depth on:click=move |_| touch.run(region)>
                <title>{region_name(region)}</title>
                <ellipse class="depth" cx=spot.x cy=spot.y rx=spot.half_width ry=spot.half_height />
                <ellipse class="pattern" cx=spot.x cy=spot.y rx=spot.half_width ry=spot.half_height />
            </g>
        }
    });
    let regions = regions.collect_view();
    let hatch = |id: &'static str, lines: &'static str| {
        view! {
            <pattern id=id width="4" height="4" patternUnits="userSpaceOnUse">
                <path d=lines />
            </pattern>
        }
    };
    view! {
        <svg class="body" viewBox="4 -2 92 200" aria-hidden="true">
            <defs>
                {hatch("depth-hatch-2", "M0 2 H4")} {hatch("depth-hatch-3", "M0 2 H4 M2 0 V4")}
                {hatch("depth-hatch-4", "M0 0 L4 4 M4 0 L0 4 M0 2 H4")}
            </defs>
            <path class="outline" d=outline() />
            {regions}
        </svg>
    }
}

fn row(region: Region, map: Signal<BodyMap>, set: Callback<(Region, Option<Depth>)>) -> impl IntoView {
    let id = format!("depth-of-{}", region.key());
    let value = move || map.read().depth(region).map_or(0, Depth::number).to_string();
    let choose = move |event: Targeted<Event, HtmlSelectElement>| {
        let depth = event.target().value().parse::<u8>().ok().and_then(|number| Depth::try_from(number).ok());
        set.run((region, depth));
    };
    view! {
        <li>
            <label for=id.clone()>{region_name(region)}</label>
            <select id=id prop:value=value on:change:target=choose>
                <option value=0>{t!("depth-none")}</option>
                {Depth::ALL
                    .map(|depth| view! { <option value=depth.number()>{depth_name(depth)}</option> })
                    .collect_view()}
            </select>
        </li>
    }
}

/// What is marked, in words.
pub(crate) fn marked(map: &BodyMap) -> String {
    let places: Vec<_> = map
        .iter()
        .map(|(region, depth)| t!("body-place", place = region_name(region), depth = depth_name(depth)))
        .collect();
    if places.is_empty() { t!("body-nothing-marked") } else { places.join(" · ") }
}

fn region_name(region: Region) -> String {
    say(&format!("region-{}", region.key()), &[])
}

fn depth_name(depth: Depth) -> String {
    say(&format!("depth-{}", depth.key()), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_and_depth_has_a_name() {
        for region in Region::ALL {
            assert!(!region_name(*region).starts_with("region-"), "{region:?}");
        }
        for depth in Depth::ALL {
            assert!(!depth_name(depth).starts_with("depth-"), "{depth:?}");
        }
    }

    #[test]
    fn the_outline_closes_where_it_began() {
        let path = outline();
        assert!(path.starts_with("M50 2 ") && path.ends_with(" 50 2"), "{path}");
    }

    #[test]
    fn what_is_marked_is_said_in_words() {
        let map: BodyMap =
            [(Region::Jaw, Depth::Strong), (Region::Chest, Depth::Faint)].into_iter().collect();
        assert_eq!(marked(&map), "jaw, strong · chest, faint");
    }
}
