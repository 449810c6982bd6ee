//! Plain XmR limits as they are usually drawn: the mean of twelve weeks and 2.66 mean moving ranges to each side (three
//! standard deviations, since a moving range of two normal values averages 2/√π of one). After an alarm they begin anew.

const LEARN: usize = 12;

/// The weeks after which a value lies outside.
pub(super) fn alarms(values: &[f64]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut begun = 0;
    for at in 0..values.len() {
        if at < begun + LEARN {
            continue;
        }
        let learnt = &values[begun..begun + LEARN];
        let mean = learnt.iter().sum::<f64>() / LEARN as f64;
        let ranges = learnt.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        let reach = 3.0 * core::f64::consts::PI.sqrt() / 2.0 * ranges.sum::<f64>() / (LEARN - 1) as f64;
        if (values[at] - mean).abs() > reach {
            found.push(at);
            begun = at + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_far_outside_is_found_and_limits_begin_anew() {
        let mut values: Vec<f64> = (0..40).map(|n| f64::from(n % 2)).collect();
        values[20] = 9.0;
        values[22] = 9.0;
        assert_eq!(alarms(&values), [20]);
    }
}
