//! A mail that is handed in: `multipart/form-data` (RFC 7578), read within bounds, and only
//! from our own page in the very browser it was shown in.

use axum::{
    RequestExt as _,
    extract::{
        Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use kadomori_pages::ending::Ending;
use zeroize::Zeroizing;

use crate::{
    app::App,
    extract::{Cookies, check_csrf, comes_from},
    genuine::LARGEST,
    reply::PageError,
};

/// Octets of the whole form. What is larger than the largest mail is read up to here and
/// dropped, so that the browser gets its answer instead of a connection that breaks off.
pub(crate) const LONGEST: usize = 4 * LARGEST;

/// Octets of the small fields.
const SHORT: usize = 200;

/// What was handed in.
#[derive(Default)]
pub(super) struct Upload {
    /// The mail: the file, where there is one, else what was pasted.
    pub(super) mail: Zeroizing<Vec<u8>>,
    /// The reader's time zone, as the page's script told it.
    pub(super) zone: String,
    /// Whether it is larger than what is looked at. Then nothing of it is here.
    pub(super) is_too_large: bool,
}

impl Upload {
    /// Reads the form.
    pub(super) async fn read(request: Request, app: &App) -> Result<Self, PageError> {
        let foreign = || PageError::Ending(Ending::ForeignForm);
        if !comes_from(request.headers(), &app.site.origin) {
            return Err(foreign());
        }
        let cookies = Cookies::read(request.headers(), app.site.secure);
        let form = request.extract::<Multipart, _>().await;
        let mut form = form.map_err(|_| foreign())?;
        let mut upload = Self::default();
        let mut pasted = Zeroizing::new(Vec::new());
        let mut csrf = String::new();
        loop {
            let mut field = match form.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(error) => {
                    upload.take_error(&error)?;
                    break;
                }
            };
            match field.name().unwrap_or_default() {
                "csrf" => csrf = upload.short(&mut field).await?,
                "zone" => upload.zone = upload.short(&mut field).await?,
                "text" => pasted = upload.octets(&mut field, LARGEST).await?,
                "file" => upload.mail = upload.octets(&mut field, LARGEST).await?,
                _ => {}
            }
        }
        check_csrf(&csrf, &cookies, app)?;
        if upload.mail.is_empty() {
            upload.mail = pasted;
        }
        if upload.is_too_large {
            upload.mail = Zeroizing::default();
        }
        Ok(upload)
    }

    /// A field as octets, `most` at the most.
    async fn octets(
        &mut self,
        field: &mut Field<'_>,
        most: usize,
    ) -> Result<Zeroizing<Vec<u8>>, PageError> {
        let mut octets = Zeroizing::new(Vec::new());
        loop {
            match field.chunk().await {
                Ok(Some(chunk)) if octets.len() + chunk.len() <= most => {
                    octets.extend_from_slice(&chunk);
                }
                Ok(Some(_)) => {
                    self.is_too_large = true;
                    octets = Zeroizing::default();
                }
                Ok(None) => return Ok(octets),
                Err(error) => {
                    self.take_error(&error)?;
                    return Ok(Zeroizing::default());
                }
            }
        }
    }

    async fn short(&mut self, field: &mut Field<'_>) -> Result<String, PageError> {
        let octets = self.octets(field, SHORT).await?;
        Ok(String::from_utf8_lossy(&octets).into_owned())
    }

    /// What is too large is told on the page; what is no form isn't ours.
    fn take_error(&mut self, error: &MultipartError) -> Result<(), PageError> {
        // After the one error, the rest can't be read either.
        if self.is_too_large || error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            self.is_too_large = true;
            Ok(())
        } else {
            Err(PageError::Ending(Ending::ForeignForm))
        }
    }
}
