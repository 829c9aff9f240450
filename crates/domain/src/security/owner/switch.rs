//! Two-step verification, on and off.

use crate::{
    event::SecurityChange,
    security::{
        Change, Deed, Owner, Refused,
        two_step::{GuideStep, next_step},
    },
};

impl Owner<'_> {
    /// Switches two-step verification on, once nothing that it needs is missing.
    pub fn switch_two_step_on(mut self) -> Result<Deed, Refused> {
        match next_step(&self.holdings()) {
            GuideStep::On => Ok(self.done()),
            GuideStep::SwitchOn => {
                let since = Some(self.scene.now);
                self.draft.change(Change::SetTwoStep(since));
                self.draft.tell(SecurityChange::TwoStepOn, None);
                Ok(self.done())
            }
            missing @ (GuideStep::FirstWay { .. }
            | GuideStep::SecondWay { .. }
            | GuideStep::RecoveryCodes) => Err(Refused::NotReady(missing)),
        }
    }

    /// Switches two-step verification off. Devices are trusted no more: there is nothing
    /// left that they could skip, and nothing is to be skipped when it comes back.
    pub fn switch_two_step_off(mut self) -> Result<Deed, Refused> {
        let holdings = self.holdings();
        if !holdings.is_two_step() {
            return Ok(self.done());
        }
        if let Some(keeps) = holdings.keeps_two_step() {
            return Err(keeps.into());
        }
        self.draft.change(Change::SetTwoStep(None));
        self.draft.change(Change::Untrust { device: None });
        self.draft.tell(SecurityChange::TwoStepOff, None);
        Ok(self.done())
    }
}
