//! Faces beside the options of a scale: all or none, in one direction, and none that says the
//! opposite of its words.

use super::findings::{Findings, Pointer};
use crate::domain::instrument::{Choice, FACES, Scale};

/// Looks at the faces of one scale, whose options stand at `place`.
pub(super) fn check(name: &str, scale: &Scale, place: &Pointer, findings: &mut Findings) {
    if scale.options.iter().all(|option| option.face.is_none()) {
        return;
    }
    for (position, option) in scale.options.iter().enumerate() {
        let place = place.at(position);
        match option.face {
            None if option.counted => findings.add(
                &place,
                "missing_face",
                format!(
                    "Option {} of scale {name:?} has no face, but others have one; give every counted option \
                     a face or none.",
                    option.code
                ),
            ),
            None => {}
            Some(face) => check_face(name, option, face, &place.key("face"), findings),
        }
    }
    check_order(name, scale, place, findings);
    check_unfavourable(name, scale, place, findings);
}

fn check_face(name: &str, option: &Choice, face: u8, place: &Pointer, findings: &mut Findings) {
    let code = &option.code;
    if !FACES.contains(&face) {
        let message = format!(
            "Option {code} of scale {name:?} has face {face}; faces go from {} (very bad) to {} (very good).",
            FACES.start(),
            FACES.end()
        );
        findings.add(place, "bad_face", message);
    }
    if !option.counted {
        let message = format!(
            "Option {code} of scale {name:?} is not counted, so it is neither good nor bad; take its face out."
        );
        findings.add(place, "uncounted_face", message);
    }
}

/// Positions and faces of the options that have one.
fn faces(scale: &Scale) -> impl Iterator<Item = (usize, u8)> {
    scale.options.iter().enumerate().filter_map(|(at, option)| Some((at, option.face?)))
}

/// Whoever reads only the faces must find them in order, and no two alike.
fn check_order(name: &str, scale: &Scale, place: &Pointer, findings: &mut Findings) {
    let found: Vec<(usize, u8)> = faces(scale).collect();
    let steps = || found.iter().zip(found.iter().skip(1));
    let Some((first, second)) = steps().next() else { return };
    let rising = second.1 > first.1;
    let wrong =
        steps().find(|(before, after)| if rising { after.1 <= before.1 } else { after.1 >= before.1 });
    if let Some((before, after)) = wrong {
        let message = format!(
            "On scale {name:?} face {} comes after face {}; within a scale faces only get better or only get \
             worse, and none is used twice.",
            after.1, before.1
        );
        findings.add(&place.at(after.0).key("face"), "faces_disordered", message);
    }
}

/// Faces in the right order may still be upside down; the options marked unfavourable tell.
fn check_unfavourable(name: &str, scale: &Scale, place: &Pointer, findings: &mut Findings) {
    let of = |unfavourable: bool| {
        scale.options.iter().filter(move |option| option.counted && option.unfavourable == unfavourable)
    };
    let Some(worst) = of(false).filter_map(|option| option.face).min() else { return };
    for (position, face) in faces(scale) {
        let Some(option) = scale.options.get(position) else { continue };
        if option.unfavourable && face > worst {
            let message = format!(
                "Option {} of scale {name:?} is unfavourable, yet its face {face} is friendlier than face \
                 {worst} of an option that is not; give it a worse face.",
                option.code
            );
            findings.add(&place.at(position).key("face"), "wrong_face", message);
        }
    }
}
