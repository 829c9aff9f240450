//! The steps of a long chore, each timed, with a table at the end.

use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// What became of the steps so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    failure: Option<Failure>,
    took: Duration,
}

impl Report {
    /// Runs one step and notes how it went; the next may run all the same. `None` if it failed.
    pub(crate) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Outcome<T>,
    ) -> Option<T> {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        let (done, failure) = match work() {
            Ok(done) => (Some(done), None),
            Err(failure) => (None, Some(failure)),
        };
        if let Some(failure) = &failure {
            eprintln!("xtask: {failure}");
        }
        self.steps.push(Step {
            name,
            failure,
            took: start.elapsed(),
        });
        done
    }

    /// Prints the table; a failure if any step failed.
    pub(crate) fn close(self) -> Outcome {
        eprintln!("\n=== summary");
        for step in &self.steps {
            let word = if step.failure.is_none() {
                "ok    "
            } else {
                "FAILED"
            };
            eprintln!("{word}  {:6.1} s  {}", step.took.as_secs_f64(), step.name);
        }
        let failed: Vec<&str> = self
            .steps
            .iter()
            .filter(|step| step.failure.is_some())
            .map(|step| step.name)
            .collect();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(format!("failed: {}", failed.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_step_fails_the_whole_and_is_named() {
        let mut report = Report::default();
        assert_eq!(report.step("first", || Ok(1)), Some(1));
        assert_eq!(
            report.step("second", || Err::<(), _>(Failure::new("broken"))),
            None
        );
        let failure = report.close().map_err(|failure| failure.to_string());
        assert_eq!(failure, Err("failed: second".to_owned()));
    }

    #[test]
    fn steps_that_all_went_well_are_a_success() {
        let mut report = Report::default();
        report.step("only", || Ok(()));
        assert!(report.close().is_ok());
    }
}
