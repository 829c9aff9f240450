//! A table for a terminal: the first column to the left, figures to the right.

use std::fmt;

/// A table with a heading.
#[derive(Debug)]
pub(crate) struct Table {
    lines: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new(columns: &[&str]) -> Self {
        Self {
            lines: vec![columns.iter().map(|&name| name.to_owned()).collect()],
        }
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        self.lines.push(cells.into_iter().collect());
    }

    /// Whether there is nothing under the heading.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.len() < 2
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, line) in self.lines.iter().enumerate() {
            let cells = line.iter().enumerate().map(|(column, cell)| {
                let width = self.width(column);
                match column {
                    0 => format!("{cell:<width$}"),
                    _ => format!("  {cell:>width$}"),
                }
            });
            writeln!(f, "{}", cells.collect::<String>().trim_end())?;
            if number == 0 {
                let width: usize = (0..line.len()).map(|column| self.width(column) + 2).sum();
                writeln!(f, "{}", "-".repeat(width.saturating_sub(2)))?;
            }
        }
        Ok(())
    }
}

/// A figure with as many digits as mean something.
pub(crate) fn figure(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "-".to_owned(),
        0.0 => "0".to_owned(),
        size if size < 0.1 => format!("{value:.3}"),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(&["thing", "per s"]);
        table.line(["a long name".to_owned(), figure(1234.5)]);
        table.line(["b".to_owned(), figure(0.0123)]);
        let expected = "thing        per s\n------------------\n\
                        a long name   1234\nb            0.012\n";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn figures_keep_the_digits_that_mean_something() {
        let figures = [0.0, 0.0456, 1.234, 45.67, 8765.4, f64::NAN].map(figure);
        assert_eq!(figures, ["0", "0.046", "1.23", "45.7", "8765", "-"]);
    }
}
