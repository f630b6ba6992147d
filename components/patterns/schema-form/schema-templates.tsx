"use client";

import {
  ADDITIONAL_PROPERTY_FLAG,
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  buttonId,
  canExpand,
  descriptionId,
  errorId,
  type FieldErrorProps,
  type FieldTemplateProps,
  type FormContextType,
  type IconButtonProps,
  type ObjectFieldTemplateProps,
  type RJSFSchema,
  type TemplatesType,
  titleId,
  type WrapIfAdditionalTemplateProps,
} from "@rjsf/utils";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { allFields, firstFields } from "@/components/patterns/schema-form/schema-form-part.rules";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { maxNameCharacters } from "@/components/patterns/values/value-folds";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatCount, formatQuantity } from "@/lib/platform/format";

function FieldTemplate(props: FieldTemplateProps) {
  const {
    id,
    label,
    children,
    errors,
    help,
    rawDescription,
    required,
    hidden,
    displayLabel,
    schema,
    registry,
    uiSchema,
  } = props;
  if (hidden) return <div className="hidden">{children}</div>;
  const { WrapIfAdditionalTemplate } = registry.templates;
  const isLeaf = schema.type !== "object" && schema.type !== "array";
  const showLabel = displayLabel && isLeaf && label;
  const isItem = typeof props.fieldPathId.path.at(-1) === "number";
  return (
    <WrapIfAdditionalTemplate {...props} uiSchema={uiSchema}>
      <div className="flex min-w-0 flex-col gap-1">
        {showLabel ? (
          <label htmlFor={id} className={isItem ? "sr-only" : "font-medium"}>
            {label}
            {required || isItem ? null : <span className="ml-1.5 font-normal text-mute">optional</span>}
          </label>
        ) : null}
        {children}
        {errors}
        {showLabel && rawDescription ? (
          <p id={descriptionId(id)} className="text-sm text-mute">
            {rawDescription}
          </p>
        ) : null}
        {help}
      </div>
    </WrapIfAdditionalTemplate>
  );
}

function FieldErrorTemplate({ errors = [], fieldPathId }: FieldErrorProps) {
  if (errors.length === 0) return null;
  return (
    <ul id={errorId(fieldPathId)} role="alert" className="text-sm text-danger">
      {errors.map((error, index) => (
        <li key={index}>{error}</li>
      ))}
    </ul>
  );
}

/** A member that no schema names: it can be taken away, and one that was just added gets its name here. */
function WrapIfAdditionalTemplate({
  id,
  label,
  schema,
  children,
  disabled,
  readonly,
  onKeyRenameBlur,
  onRemoveProperty,
}: WrapIfAdditionalTemplateProps) {
  if (!Object.hasOwn(schema, ADDITIONAL_PROPERTY_FLAG)) return children;
  const locked = disabled || readonly;
  return (
    <div className="flex items-start gap-1.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {/^newKey(?:-\d+)?$/u.test(label) ? (
          <Input
            aria-label="Name of the new field"
            mono
            id={`${id}-key`}
            defaultValue={label}
            disabled={locked}
            onBlur={onKeyRenameBlur}
          />
        ) : null}
        {children}
      </div>
      <IconButton
        label={`Remove ${spelledOut(label.slice(0, maxNameCharacters))}`}
        disabled={locked}
        onClick={onRemoveProperty}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** Of very many fields or items some, and more at a press: those that were drawn stay. */
function Some({ of: all, one }: { of: readonly ReactNode[]; one: string }) {
  const [limit, setLimit] = useState(allFields);
  const left = all.length - limit;
  return (
    <>
      {all.slice(0, limit)}
      {left > 0 ? (
        <div>
          <Button size="sm" onClick={() => setLimit(limit + firstFields)}>
            Show {formatCount(Math.min(firstFields, left))} more of {formatQuantity(left, one)}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function ObjectFieldTemplate(props: ObjectFieldTemplateProps<unknown>) {
  const {
    title,
    description,
    properties,
    fieldPathId,
    schema,
    uiSchema,
    formData,
    disabled,
    readonly,
    onAddProperty,
    registry,
  } = props;
  const nested = fieldPathId.path.length > 0;
  const { AddButton } = registry.templates.ButtonTemplates;
  const fields = (
    <div className="flex flex-col gap-4">
      <Some of={properties.map((property) => property.content)} one="further field" />
      {canExpand(schema, uiSchema, formData) ? (
        <div>
          <AddButton
            id={buttonId(fieldPathId, "add")}
            onClick={onAddProperty}
            disabled={disabled || readonly}
            uiSchema={uiSchema}
            registry={registry}
          />
        </div>
      ) : null}
    </div>
  );
  if (!nested) return fields;
  return (
    <fieldset className="border-l border-line pl-3">
      <legend id={titleId(fieldPathId)} className="mb-2 -ml-3 font-medium">
        {title}
      </legend>
      {description ? <p className="mb-2 text-sm text-mute">{description}</p> : null}
      {fields}
    </fieldset>
  );
}

function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, disabled, readonly, fieldPathId, schema, uiSchema, registry } = props;
  const { AddButton } = registry.templates.ButtonTemplates;
  return (
    <fieldset>
      <legend id={titleId(fieldPathId)} className="mb-1 font-medium">
        {title}
      </legend>
      {schema.description ? <p className="mb-2 text-sm text-mute">{schema.description}</p> : null}
      <div className="flex flex-col gap-2">
        <Some of={items} one="further item" />
      </div>
      {canAdd ? (
        <div className="mt-2">
          <AddButton
            id={buttonId(fieldPathId, "add")}
            onClick={onAddClick}
            disabled={disabled || readonly}
            uiSchema={uiSchema}
            registry={registry}
          />
        </div>
      ) : null}
    </fieldset>
  );
}

function ArrayFieldItemTemplate({
  children,
  buttonsProps,
  hasToolbar,
  index,
  disabled,
  readonly,
}: ArrayFieldItemTemplateProps) {
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps;
  const locked = disabled || readonly;
  return (
    <div className="flex items-start gap-1.5">
      <div className="min-w-0 flex-1">{children}</div>
      {hasToolbar ? (
        <div className="flex">
          {hasMoveUp || hasMoveDown ? (
            <>
              <IconButton label={`Move item ${index + 1} up`} disabled={locked || !hasMoveUp} onClick={onMoveUpItem}>
                <ArrowUp size={14} aria-hidden="true" />
              </IconButton>
              <IconButton
                label={`Move item ${index + 1} down`}
                disabled={locked || !hasMoveDown}
                onClick={onMoveDownItem}
              >
                <ArrowDown size={14} aria-hidden="true" />
              </IconButton>
            </>
          ) : null}
          {hasRemove ? (
            <IconButton label={`Remove item ${index + 1}`} disabled={locked} onClick={onRemoveItem}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function AddButton({ id, onClick, disabled }: IconButtonProps) {
  return (
    <Button id={id} size="sm" onClick={onClick} disabled={disabled} icon={<Plus size={13} aria-hidden="true" />}>
      Add
    </Button>
  );
}

function RemoveButton({ id, onClick, disabled }: IconButtonProps) {
  return (
    <IconButton id={id} label="Remove" onClick={onClick} disabled={disabled}>
      <X size={14} aria-hidden="true" />
    </IconButton>
  );
}

function Nothing() {
  return null;
}

type OurTemplates = Partial<Omit<TemplatesType<unknown, RJSFSchema, FormContextType>, "ButtonTemplates">> & {
  ButtonTemplates: Partial<TemplatesType<unknown, RJSFSchema, FormContextType>["ButtonTemplates"]>;
};

/** Our layout in place of the library's. */
export const schemaTemplates: OurTemplates = {
  FieldTemplate,
  FieldErrorTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  ErrorListTemplate: Nothing,
  DescriptionFieldTemplate: Nothing,
  WrapIfAdditionalTemplate,
  ButtonTemplates: { AddButton, RemoveButton },
};
