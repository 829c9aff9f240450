//! What Linux tells of the machine and of processes on it (proc(5)).

use std::collections::HashMap;
use std::fs;

/// Ticks in a second, of all CPU times that Linux tells: fixed by its ABI.
const TICKS: f64 = 100.0;

/// A process: its parent, and its CPU seconds with those of children that have ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Process {
    parent: u32,
    /// CPU seconds.
    pub(crate) seconds: f64,
}

/// All processes there are.
pub(crate) fn processes() -> HashMap<u32, Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter_map(|pid| Some((pid, process(pid)?))).collect()
}

fn process(pid: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before the last bracket may hold anything.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some(Process {
        parent: fields.get(1)?.parse().ok()?,
        seconds: (ticks(11)? + ticks(12)? + ticks(13)? + ticks(14)?) / TICKS,
    })
}

/// The CPU seconds of a process and of all below it.
pub(crate) fn tree(processes: &HashMap<u32, Process>, root: u32) -> f64 {
    let own = processes.get(&root).map_or(0.0, |process| process.seconds);
    let below = processes
        .iter()
        .filter(|(_, process)| process.parent == root);
    own + below.map(|(pid, _)| tree(processes, *pid)).sum::<f64>()
}

/// CPU seconds in which the machine did anything, its host's theft included.
pub(crate) fn all() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().next().unwrap_or_default();
    let fields = line.split_whitespace().skip(1).take(8).enumerate();
    let busy = fields.filter(|(index, _)| !matches!(index, 3 | 4));
    busy.filter_map(|(_, field)| field.parse::<f64>().ok())
        .sum::<f64>()
        / TICKS
}

/// The memory that a process holds, in MB.
pub(crate) fn memory(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

/// The parent of a process, if both have this name.
pub(crate) fn parent_named(pid: u32, name: &str) -> Option<u32> {
    let is_named = |pid: u32| {
        let comm = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        comm.trim() == name
    };
    let parent = process(pid)?.parent;
    (is_named(pid) && is_named(parent)).then_some(parent)
}

/// The machine in a few words: its processors.
pub(crate) fn description() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = info.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim() == "model name").then(|| value.trim())
    });
    let models: Vec<_> = models.collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} × {}", models.first().unwrap_or(&"processor"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_a_parent() {
        let own = std::process::id();
        assert!(memory(own).unwrap() > 1.0);
        let processes = processes();
        let parent = processes.get(&own).unwrap().parent;
        assert!(tree(&processes, parent) >= tree(&processes, own));
    }
}
