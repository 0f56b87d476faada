import { createFileRoute } from '@tanstack/react-router'
import { NewInvoicePage } from '../features/invoices/new-invoice-page'

export const Route = createFileRoute('/invoices/new')({ component: NewInvoicePage })
