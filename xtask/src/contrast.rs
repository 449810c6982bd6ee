//! `cargo xtask contrast`: whether everyone can read the colours of `crates/web/style/tokens.css`.
//!
//! WCAG's formula over every pair that screens use, by day and by night: text needs 4.5 (1.4.3), the edges of
//! controls and the focus ring need 3 (1.4.11). A colour put to a new use gets a line in [`PAIRS`].

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;

const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// What is drawn, on which grounds, and the least contrast. `moss 14% card` is the one mixed into the other.
const PAIRS: &[(&[&str], &[&str], f64)] = &[
    (&["ink"], &["ground", "card", "sunk", "band", "dusk", "moss 14% card"], TEXT),
    (&["soft-ink"], &["ground", "card", "sunk", "band", "dusk", "moss 14% card"], TEXT),
    (&["moss", "moss-deep"], &["ground", "card", "dusk"], TEXT),
    (&["lake", "plum", "clay", "ochre"], &["ground", "card"], TEXT),
    (&["ground", "card"], &["moss", "moss-deep"], TEXT),
    (&["line"], &["ground", "card"], CONTROL),
    (&["focus"], &["ground", "card", "sunk", "band"], CONTROL),
];

pub(crate) fn run(project: &Project) -> Result<()> {
    let path = project.path("crates/web/style/tokens.css");
    let sheet = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let tokens = tokens(&sheet)?;
    let (mut checked, mut faint) = (0, Vec::new());
    for (theme, colours) in [("day", &tokens.day), ("night", &tokens.night)] {
        for (drawn, grounds, least) in PAIRS {
            for (drawn, ground) in drawn.iter().flat_map(|drawn| grounds.iter().map(move |on| (drawn, on))) {
                let contrast = contrast(find(colours, drawn)?, find(colours, ground)?);
                println!("{theme:<5} {drawn:>9} on {ground:<13} {contrast:>5.2} (at least {least})");
                checked += 1;
                if contrast < *least {
                    faint.push(format!("{theme}: {drawn} on {ground} is {contrast:.2}, needs {least}"));
                }
            }
        }
    }
    if !faint.is_empty() {
        bail!("too faint to read:\n{}", faint.join("\n"));
    }
    println!("{checked} pairs can be read");
    Ok(())
}

type Colour = [f64; 3];

#[derive(Debug, Default, PartialEq)]
struct Tokens {
    day: BTreeMap<String, Colour>,
    night: BTreeMap<String, Colour>,
}

/// Reads every `--name: light-dark(#rrggbb, #rrggbb);`.
fn tokens(sheet: &str) -> Result<Tokens> {
    let mut tokens = Tokens::default();
    for line in sheet.lines() {
        let Some((name, value)) = line.trim().strip_prefix("--").and_then(|line| line.split_once(':')) else {
            continue;
        };
        let Some(pair) = value.trim().strip_prefix("light-dark(").and_then(|v| v.strip_suffix(");")) else {
            continue;
        };
        let (day, night) = pair.split_once(',').with_context(|| format!("--{name} has no night"))?;
        for (theme, text) in [(&mut tokens.day, day), (&mut tokens.night, night)] {
            let colour = colour(text.trim()).with_context(|| format!("--{name}: {text} is not #rrggbb"))?;
            theme.insert(name.to_owned(), colour);
        }
    }
    Ok(tokens)
}

fn colour(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok().map(|c| f64::from(c) / 255.0);
    Some([channel(0)?, channel(2)?, channel(4)?])
}

fn find(colours: &BTreeMap<String, Colour>, name: &str) -> Result<Colour> {
    let token =
        |name: &str| colours.get(name).copied().with_context(|| format!("tokens.css has no --{name}"));
    let Some((drop, into)) = name.split_once("% ") else {
        return token(name);
    };
    let (drop, percent) = drop.split_once(' ').context("a mixture reads `moss 14% card`")?;
    let (drop, into, share) = (token(drop)?, token(into)?, percent.parse::<f64>()? / 100.0);
    Ok([0, 1, 2].map(|channel| drop[channel] * share + into[channel] * (1.0 - share)))
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] =
        colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(one: &str, other: &str) -> f64 {
        contrast(colour(one).unwrap(), colour(other).unwrap())
    }

    #[test]
    fn contrast_is_wcags() {
        assert!((of("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((of("#777777", "#ffffff") - 4.48).abs() < 0.005);
        assert!((of("#3f5e4e", "#f6f3ec") - 6.5).abs() < 0.05);
    }

    #[test]
    fn both_themes_are_read() {
        let sheet = ":root {\n  --ink: light-dark(#2b2a27, #e6e1d6);\n  --space: 4px;\n}";
        let tokens = tokens(sheet).unwrap();
        assert_eq!(tokens.day["ink"], colour("#2b2a27").unwrap());
        assert_eq!(tokens.night["ink"], colour("#e6e1d6").unwrap());
        assert_eq!(tokens.day.len(), 1);
    }

    #[test]
    fn mixtures_lie_between() {
        let colours = BTreeMap::from([("moss".to_owned(), [0.0; 3]), ("card".to_owned(), [1.0; 3])]);
        assert!((find(&colours, "moss 14% card").unwrap()[0] - 0.86).abs() < 1e-9);
        assert!(find(&colours, "mos").is_err());
    }
}
