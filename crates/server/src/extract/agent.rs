//! The browser and system that a `User-Agent` header claims, in the names people use.

use kadomori_domain::client::Agent;

/// Characters of the header that are read.
pub(super) const LONGEST: usize = 512;

/// Categories of programs that nobody signs in with: robots, and libraries such as those
/// that scripts use.
const NO_BROWSERS: [&str; 2] = ["crawler", "misc"];

/// What `header` claims.
pub(super) fn read(header: &str) -> Agent {
    let header: String = header.chars().take(LONGEST).collect();
    let parser = woothee::parser::Parser::new();
    let found = parser.parse(&header);
    let Some(found) = found.filter(|found| !NO_BROWSERS.contains(&found.category)) else {
        return Agent::default();
    };
    Agent {
        browser: browser(found.name),
        system: system(found.os),
    }
}

fn browser(name: &str) -> Option<String> {
    let name = match name {
        "UNKNOWN" | "" => return None,
        "Internet Explorer" => "Internet Explorer",
        "Mobile Safari" => "Safari",
        other => other,
    };
    Some(name.to_owned())
}

fn system(name: &str) -> Option<String> {
    let name = match name {
        "UNKNOWN" | "" => return None,
        name if name.starts_with("Windows") => "Windows",
        "Mac OSX" => "macOS",
        "ChromeOS" => "ChromeOS",
        other => other,
    };
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_in_use_are_called_by_their_names() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        let ipad = "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15";
        for (header, browser, system) in [
            (chrome, "Chrome", "Windows"),
            (edge, "Edge", "Windows"),
            (iphone, "Safari", "iPhone"),
            (ipad, "Safari", "iPad"),
            (android, "Chrome", "Android"),
            (firefox, "Firefox", "Linux"),
            (mac, "Safari", "macOS"),
        ] {
            let agent = read(header);
            assert_eq!(agent.browser.as_deref(), Some(browser), "{header}");
            assert_eq!(agent.system.as_deref(), Some(system), "{header}");
        }
    }

    #[test]
    fn a_program_that_is_no_browser_is_not_named() {
        for header in [
            "curl/8.5.0",
            "Wget/1.21.4",
            "Java/17.0.9",
            "Apache-HttpClient/4.5.14 (Java/17.0.9)",
            "Python-urllib/3.12",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1)",
        ] {
            assert_eq!(read(header), Agent::default(), "{header}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_named() {
        assert_eq!(read(""), Agent::default());
        assert_eq!(read("\u{202e}<script>"), Agent::default());
        assert_eq!(read(&"a".repeat(100_000)), Agent::default());
    }
}
