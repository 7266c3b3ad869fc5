//! What the text of a message is made with.

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement};

/// Something a text uses. Names are slices of the file, so that their place in it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Use<'s> {
    /// `{ $name }`
    Variable(&'s str),
    /// `{ key }` or `{ key.attribute }`
    Message { name: &'s str, attribute: Option<&'s str> },
    /// `{ -term(name: …) }`, with the names that are given to it
    Term { name: &'s str, attribute: Option<&'s str>, given: Vec<&'s str> },
    /// `{ NAME(…) }`
    Function(&'s str),
}

impl<'s> Use<'s> {
    /// The name, for its place in the file.
    pub(super) fn name(&self) -> &'s str {
        match self {
            Self::Variable(name)
            | Self::Message { name, .. }
            | Self::Term { name, .. }
            | Self::Function(name) => name,
        }
    }
}

/// Everything a text uses, in the order in which it is written.
pub(super) fn of_pattern<'s>(pattern: &Pattern<&'s str>) -> Vec<Use<'s>> {
    let mut found = Vec::new();
    pattern_uses(pattern, &mut found);
    found
}

fn pattern_uses<'s>(pattern: &Pattern<&'s str>, found: &mut Vec<Use<'s>>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_uses(expression, found);
        }
    }
}

fn expression_uses<'s>(expression: &Expression<&'s str>, found: &mut Vec<Use<'s>>) {
    match expression {
        Expression::Inline(inline) => inline_uses(inline, found),
        Expression::Select { selector, variants } => {
            inline_uses(selector, found);
            for variant in variants {
                pattern_uses(&variant.value, found);
            }
        }
    }
}

fn inline_uses<'s>(inline: &InlineExpression<&'s str>, found: &mut Vec<Use<'s>>) {
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::VariableReference { id } => found.push(Use::Variable(id.name)),
        InlineExpression::MessageReference { id, attribute } => {
            let attribute = attribute.as_ref().map(|attribute| attribute.name);
            found.push(Use::Message { name: id.name, attribute });
        }
        InlineExpression::TermReference { id, attribute, arguments } => {
            let given = arguments.iter().flat_map(|given| &given.named).map(|given| given.name.name);
            let attribute = attribute.as_ref().map(|attribute| attribute.name);
            found.push(Use::Term { name: id.name, attribute, given: given.collect() });
            if let Some(arguments) = arguments {
                argument_uses(arguments, found);
            }
        }
        InlineExpression::FunctionReference { id, arguments } => {
            found.push(Use::Function(id.name));
            argument_uses(arguments, found);
        }
        InlineExpression::Placeable { expression } => expression_uses(expression, found),
    }
}

fn argument_uses<'s>(arguments: &CallArguments<&'s str>, found: &mut Vec<Use<'s>>) {
    let named = arguments.named.iter().map(|argument| &argument.value);
    for argument in arguments.positional.iter().chain(named) {
        inline_uses(argument, found);
    }
}
